/** Parameters of a connection. */
export interface ConnectionParameters {
  readonly secure: boolean;
  readonly devId: number;
  /** `""` for an anonymous visitor, as the key. */
  readonly userId: string;
  readonly userKey: string;
  /** 32 characters: the server copies 32 bytes from here, whatever they are. */
  readonly uuid: string;
}

/**
 * The address to open. A path, not a query; names, their order and the misspelt `sesion` are fixed,
 * and the server decodes nothing.
 * @param node `host`, `host:port`, or either with a path prefix.
 * @param version `MAJOR.MINOR` of the client; from major 4 on the server sends data that is not
 * text as JSON.
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
