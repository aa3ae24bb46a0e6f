export { doctor } from './doctor/doctor.js';
//# sourceMappingURL=doctor.js.map
