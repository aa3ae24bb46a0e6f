/** Parameters of a connection. */
export interface ConnectionParameters {
  readonly secure: boolean;
  readonly devId: number;
  /** `""` for an anonymous visitor, and so is `userKey`. */
  readonly userId: string;
  readonly userKey: string;
  /** 32 characters. Behind a shorter one, the server would publish a piece of the request. */
  readonly uuid: string;
}

/**
 * The address to open (docs/protocol.md, 1). It is a path, not a query; the names, their order and the
 * misspelt `sesion` are fixed, and the server decodes nothing.
 * @param node `host`, `host:port`, or either with a path prefix.
 * @param version `MAJOR.MINOR` of the client. From major 4 on, the server sends data that is not text
 * as objects and arrays.
 */
export function connectionUrl(
  node: string,
  { secure, devId, userId, userKey, uuid }: ConnectionParameters,
  version: string,
): string {
  return (
    `ws${secure ? "s" : ""}://${node}/ws/sesion=${userKey}&myid=${userId}` +
    `&devid=${devId}&v=${version}&uuid=${uuid}&api=js`
  );
}

/**
 * An address for one attempt. Firefox holds a socket back for 200 to 400 ms after another one to the
 * same path has ended without a close frame, which is how the server ends them. The server does not
 * read what stands behind `api=js`.
 * @param attempt differs from attempt to attempt, in all tabs.
 */
export function attemptUrl(url: string, attempt: string): string {
  return `${url}&n=${attempt}`;
}
