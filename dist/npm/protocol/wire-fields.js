const COPY_ID = "_cometApi_uuid";

export { COPY_ID };
//# sourceMappingURL=wire-fields.js.map
