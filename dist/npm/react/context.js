import { useEffect, createElement, useContext, createContext } from 'react';
import { cometApi } from '../index.js';
import { fingerprint, hold } from './hold.js';

const Context = createContext(cometApi);
function CometProvider({
  api = cometApi,
  options,
  children
}) {
  const given = options && fingerprint(options);
  useEffect(() => options && hold(api, options), [api, given]);
  return createElement(Context.Provider, { value: api }, children);
}
function useComet() {
  return useContext(Context);
}

export { CometProvider, useComet };
//# sourceMappingURL=context.js.map
