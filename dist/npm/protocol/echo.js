import { parseObject } from './payload.js';

function echoFrame({ text }, { data }, userId) {
  const [, name = "", event] = text.split("\n", 3);
  const report = Object(typeof data === "string" ? parseObject(data) : data);
  const isUnsigned = name[0] === "@";
  const frame = {
    data: report.message,
    event,
    pipe: name.replace("@", ""),
    user_id: isUnsigned ? 0 : Number(userId)
  };
  return JSON.stringify(frame);
}

export { echoFrame };
//# sourceMappingURL=echo.js.map
