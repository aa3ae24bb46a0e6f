/** `web_pipe2`: a client publishes to a channel. */
import type { Comet } from "./comet";
import { escapeLiteral } from "./escape";
import type { Member } from "./member";
import { hasNameCharacters, MAX_EVENT_LENGTH } from "./names";
import { answerWith, channelRefusal, refuse } from "./replies";
import { REFUSALS } from "./texts";

type Refusal = Readonly<Record<string, unknown>>;

export function publishCommand(comet: Comet, member: Member, fields: readonly string[]): void {
  const [name = "", event = "", authType = "", ...lines] = fields;
  // `@web_x` publishes to web_x without the sender's id.
  const isUnsigned = name.startsWith("@web_");
  const channel = isUnsigned ? name.slice(1) : name;
  const refusal = refuseChannel(channel, member) ?? refuseEvent(event) ?? refuseAuthType(authType);
  if (refusal) {
    refuse(comet, member, refusal);
    return;
  }
  const text = lines.join("\n");
  const message = escapeLiteral(text);
  const sender = { member, userId: isUnsigned ? 0 : member.userId };
  const spread = comet.publish({ channel, event, text: message, logText: text, sender });
  if (spread) report(comet, member, channel, { message, number_messages: spread.counted });
}

function report(comet: Comet, member: Member, channel: string, data: object): void {
  answerWith(comet, member, { data, event: "answer", pipe: `_answer_to_${channel}` });
}

function refuseChannel(channel: string, member: Member): Refusal | undefined {
  const error = channelRefusal(channel) ?? rightsRefusal(channel, member);
  return error === undefined ? undefined : { error, number_messages: -1 };
}

function rightsRefusal(channel: string, member: Member): string | undefined {
  if (channel.startsWith("web_")) return undefined;
  if (!channel.startsWith("webauth_")) return REFUSALS.publishPrefix;
  return member.userId === 0 ? REFUSALS.publishAnonymous : undefined;
}

/** The only refusal of a publish without `number_messages`. */
function refuseEvent(event: string): Refusal | undefined {
  if (!hasNameCharacters(event)) return { error: REFUSALS.eventCharacters };
  return event.length > MAX_EVENT_LENGTH ? { error: REFUSALS.eventLength } : undefined;
}

function refuseAuthType(authType: string): Refusal | undefined {
  return authType === "" ? { error: REFUSALS.authType, number_messages: -1 } : undefined;
}
