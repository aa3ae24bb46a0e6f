/** `SOAK=1`: the long forms, for hours when nobody waits. */
export const IS_SOAK = process.env.SOAK === "1";
