import { utf8Length } from './limits.js';
import { parseObject } from './payload.js';

const CUT_AT = 122;
const OWN_CHANNELS = ["sys", "msg", "_answer", "_answer_pipe_count", "_answer_user_status"];
function mendCutFrame(text, channels) {
  const rest = text.split("\0", 1)[0];
  const lost = utf8Length(text) - CUT_AT;
  if (lost < 1 || lost > 3 || utf8Length(rest) !== CUT_AT) return void 0;
  if (lost === 1) return parseObject(rest + "}");
  const [sender] = /,"user_id"(:\d*)?$/.exec(rest) || [];
  if (sender) return parseObject(rest.slice(0, -sender.length) + "}");
  if (lost === 2) return parseObject(rest + '"}');
  const [, beginning] = /"pipe":"([\w-]*)$/.exec(rest) || [];
  if (beginning === void 0) return void 0;
  const fitting = [.../* @__PURE__ */ new Set([...OWN_CHANNELS, ...channels()])].filter(
    (name) => name.length === beginning.length + 1 && name.startsWith(beginning)
  );
  return fitting.length === 1 ? parseObject(rest.slice(0, rest.length - beginning.length) + fitting[0] + '"}') : void 0;
}

export { mendCutFrame };
//# sourceMappingURL=cut-frames.js.map
