/**
 * `react/` is React's way to an instance. It uses what an application could use, too, and nothing of
 * the library imports it.
 */
import {
  createContext,
  createElement,
  useContext,
  useEffect,
  type ReactElement,
  type ReactNode,
} from "react";
import { cometApi, type AnyChannels, type CometOptions, type CometServerApi } from "../index";
import { fingerprint, hold } from "./hold";

const Context = createContext<CometServerApi>(cometApi);

/** Properties of `CometProvider`. */
export interface CometProviderProps<Channels extends object = AnyChannels> {
  /** The instance. Default: `cometApi`. */
  api?: CometServerApi<Channels> | undefined;
  /**
   * Starts the instance with these options when mounted, and again whenever one of them changes; an
   * option that is gone or `undefined` returns to its default, so that a visitor can log out. Objects
   * may be new in each render: values are compared. A function or a logger in the place of another one
   * is no change, and is not taken. An instance that was stopped before is stopped in the task after
   * the unmount, unless a provider is mounted again. Default: it is started and stopped elsewhere.
   */
  options?: CometOptions | undefined;
  children?: ReactNode;
}

/** Gives the components below it an instance. */
export function CometProvider({
  api = cometApi,
  options,
  children,
}: CometProviderProps): ReactElement {
  const given = options && fingerprint(options);
  // The fingerprint stands for the options. Effects of children come first, so their subscriptions
  // are there when the connection begins.
  useEffect(() => options && hold(api, options), [api, given]);
  return createElement(Context.Provider, { value: api }, children);
}

/** The instance of the nearest `CometProvider`; `cometApi` without one. */
export function useComet(): CometServerApi {
  return useContext(Context);
}
