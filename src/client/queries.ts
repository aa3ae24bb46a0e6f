import { asMessage, dataOf, delivered } from "./delivery";
import { callPage } from "../platform/tasks";
import { checkCallback, CometError } from "../api/errors";
import type { Message } from "../api/channels";
import type { WaitOptions } from "../api/promises";
import type { Link } from "../tabs/link";
import {
  countCommand,
  dataCommand,
  logCommand,
  usersCommand,
  type Command,
} from "../protocol/commands";
import type { FrameMessage, ServerMessage } from "../protocol/messages";
import { decodeData, unescapeMysql } from "../protocol/payload";
import { toNumber, toText } from "../protocol/values";
import type { WireFields } from "../protocol/wire-fields";
import type { ChannelCount, MessageCallback, TrackedUser, UserData } from "../api/types";
import { carryOut } from "./wait";

/** A question, and how its answer is read. */
interface Question<Data> {
  command: Command;
  read(data: unknown): Data;
}

/** Questions to the server. Each is asked once the server can be reached, and answered once. */
export class Queries {
  /** @param _onError told of questions that were refused; their callbacks are then not called. */
  constructor(
    private readonly _link: Link,
    private readonly _onError: (error: CometError) => void,
  ) {}

  /**
   * Replays a channel's log. `onEnd` is called also when `stop()` ends it.
   * @throws CometError for a bad channel.
   */
  log(channel: unknown, onLog: (message: FrameMessage) => void, onEnd?: () => void): void {
    this._link.send({
      command: logCommand(channel),
      endsAtStop: onEnd !== undefined,
      onLog,
      onDone: (error) => {
        if (error && error.code !== "stopped") this._onError(error);
        else if (onEnd) callPage(onEnd);
      },
    });
  }

  /** @throws CometError for a bad channel or bad options. */
  history(channel: unknown, options?: WaitOptions): Promise<Message[]> {
    const messages: Message[] = [];
    const onLog = (message: FrameMessage) =>
      messages.push(asMessage(delivered(message, dataOf(message))));
    return carryOut(this._link, logCommand(channel), options, onLog).then(() => messages);
  }

  /** Calls `callback` with the answer. @throws CometError if it is no function. */
  tell<Data>({ command, read }: Question<Data>, callback: MessageCallback<Data>): void {
    checkCallback(callback);
    this._link.send({
      command,
      onDone: (error, answer) => {
        if (error) this._onError(error);
        else if (isAnswer(answer))
          callPage(callback, delivered(answer, read(decodeData(answer.data))));
      },
    });
  }

  /** Resolves with the answer. @throws CometError for bad options. */
  ask<Data>({ command, read }: Question<Data>, options?: WaitOptions): Promise<Data> {
    return carryOut(this._link, command, options).then((answer) => {
      if (isAnswer(answer)) return read(decodeData(answer.data));
      throw new CometError("refused", "The server has not answered", command.channel);
    });
  }
}

function isAnswer(message: ServerMessage | undefined): message is FrameMessage {
  return message?.kind === "answer";
}

/** How many listen to a channel. @throws CometError for a bad channel. */
export function howMany(channel: unknown): Question<ChannelCount> {
  return {
    command: countCommand(channel),
    // The server answers with an array, although its documentation promises an object.
    read: (data) =>
      Array.isArray(data) ? { user_in_pipe: toNumber(data[1]) } : (data as ChannelCount),
  };
}

/** Who listens to a channel. @throws CometError for a bad channel. */
export function whoListens(channel: unknown): Question<TrackedUser[]> {
  return { command: usersCommand(channel), read: (data) => data as TrackedUser[] };
}

/** What is stored for a user. @throws CometError for a bad user id. */
export function whatIsStored(userId: unknown): Question<UserData> {
  return {
    command: dataCommand(userId),
    read: (data) => {
      const fields = Object(data) as WireFields;
      return { ...fields, user_data: unescapeMysql(toText(fields.user_data)) } as UserData;
    },
  };
}
