function connectionUrl(node, { secure, devId, userId, userKey, uuid }, version) {
  return `ws${secure ? "s" : ""}://${node}/ws/sesion=${userKey}&myid=${userId}&devid=${devId}&v=${version}&uuid=${uuid}&api=js`;
}
function attemptUrl(url, attempt) {
  return `${url}&n=${attempt}`;
}

export { attemptUrl, connectionUrl };
//# sourceMappingURL=url.js.map
