/** `ok`: works; `hint`: works, but could be better; `problem`: cannot work like this. */
export interface Finding {
  level: "ok" | "hint" | "problem";
  text: string;
}

export const ok = (text: string): Finding => ({ level: "ok", text });
export const hint = (text: string): Finding => ({ level: "hint", text });
export const problem = (text: string): Finding => ({ level: "problem", text });
