const encoder = new TextEncoder();
function bytesOf(text) {
  return encoder.encode(text);
}
function concat(parts) {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export { bytesOf, concat };
//# sourceMappingURL=bytes.js.map
