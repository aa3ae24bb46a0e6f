function connectionUrl(node, { secure, devId, userId, userKey, uuid }, version) {
  return `ws${secure ? "s" : ""}://${node}/ws/sesion=${userKey}&myid=${userId}&devid=${devId}&v=${version}&uuid=${uuid}&api=js`;
}

export { connectionUrl };
//# sourceMappingURL=url.js.map
