/** A random text of `length` digits and small letters. */
export function randomId(length: number): string {
  let id = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(length))) id += (byte % 32).toString(32);
  return id;
}
