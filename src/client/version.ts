/** The version of this library. Its first two numbers are announced to the server. */
export const VERSION = "4.10.0";
