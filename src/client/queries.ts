import { delivered } from "./delivery";
import { callPage } from "../platform/tasks";
import { checkCallback, type CometError } from "../api/errors";
import type { Link } from "../tabs/link";
import {
  countCommand,
  dataCommand,
  logCommand,
  usersCommand,
  type Command,
} from "../protocol/commands";
import type { FrameMessage } from "../protocol/messages";
import { decodeData, unescapeMysql } from "../protocol/payload";
import { toNumber, toText } from "../protocol/values";
import type { WireFields } from "../protocol/wire-fields";
import type { ChannelCount, MessageCallback, TrackedUser, UserData } from "../api/types";

/** Questions to the server. Each is asked once the server can be reached, and answered once. */
export class Queries {
  /** @param _onError told of questions that were refused; their callbacks are then not called. */
  constructor(
    private readonly _link: Link,
    private readonly _onError: (error: CometError) => void,
  ) {}

  /** Replays a channel's log. @throws CometError for a bad channel. */
  log(channel: unknown, onLog: (message: FrameMessage) => void, onEnd?: () => void): void {
    this._link.send({
      command: logCommand(channel),
      onLog,
      onDone: (error) => {
        if (error) this._onError(error);
        else if (onEnd) callPage(onEnd);
      },
    });
  }

  /** @throws CometError for a bad channel or callback. */
  count(channel: unknown, callback: MessageCallback<ChannelCount>): void {
    // The server answers with an array, although its documentation promises an object.
    this._ask(countCommand(channel), callback, (data) =>
      Array.isArray(data) ? { user_in_pipe: toNumber(data[1]) } : data,
    );
  }

  /** @throws CometError for a bad channel or callback. */
  users(channel: unknown, callback: MessageCallback<TrackedUser[]>): void {
    this._ask(usersCommand(channel), callback, (data) => data);
  }

  /** @throws CometError for a bad user id or callback. */
  data(userId: unknown, callback: MessageCallback<UserData>): void {
    this._ask(dataCommand(userId), callback, (data) => {
      const fields = Object(data) as WireFields;
      return { ...fields, user_data: unescapeMysql(toText(fields.user_data)) };
    });
  }

  private _ask<Data>(
    command: Command,
    callback: MessageCallback<Data>,
    read: (data: unknown) => unknown,
  ): void {
    checkCallback(callback);
    this._link.send({
      command,
      onDone: (error, answer) => {
        if (error) this._onError(error);
        else if (answer && answer.kind === "answer")
          callPage(callback, delivered(answer, read(decodeData(answer.data)) as Data));
      },
    });
  }
}
