/** The version of this library; its first two numbers are announced to the server. */
export const VERSION = "4.10.0";
