export { I as InputError, s as startDevCluster, a as startDevServer } from './server.js';
import 'node:crypto';
import 'ws';
import 'node:http';
//# sourceMappingURL=index.js.map
