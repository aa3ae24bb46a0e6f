function randomId(length) {
  let id = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(length))) id += (byte % 32).toString(32);
  return id;
}

export { randomId };
//# sourceMappingURL=ids.js.map
