/** The SQL in the recordings, as calls of the server's interface. */
import type { SqlPort } from "../../../dev-server";

/** Carries an INSERT out. Literals are taken as typed, escapes included. */
export function insert(port: SqlPort, sql: string): void {
  const { table, values } = parseInsert(sql);
  const [first = "", second = "", third = ""] = values;
  const raw = { raw: true };
  if (table === "users_auth") port.authorize(Number(first), second);
  else if (table === "users_data") port.setUserData(Number(first), second, raw);
  else if (table === "users_messages") port.sendToUser(Number(first), second, third, raw);
  else if (table === "pipes_messages") port.publish(first, second, third, raw);
  else if (table === "pipes_settings") port.keepLog(first, Number(second));
  else throw new Error(`no table ${table} in the server's interface`);
}

function parseInsert(sql: string): { table: string; values: string[] } {
  const statement = /^INSERT INTO (\w+) \([^)]*\) VALUES \((.*)\)$/s.exec(sql);
  if (!statement) throw new Error(`no INSERT: ${sql}`);
  const literals = [...String(statement[2]).matchAll(/'((?:\\.|[^'\\])*)'|(\d+)/gs)];
  return {
    table: String(statement[1]),
    values: literals.map(([, text, digits]) => text ?? String(digits)),
  };
}
