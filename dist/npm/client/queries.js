import { delivered } from './delivery.js';
import { callPage } from '../platform/tasks.js';
import { checkCallback } from '../api/errors.js';
import { logCommand, countCommand, usersCommand, dataCommand } from '../protocol/commands.js';
import { unescapeMysql, decodeData } from '../protocol/payload.js';
import { toNumber, toText } from '../protocol/values.js';

class Queries {
  /** @param _onError told of questions that were refused; their callbacks are then not called. */
  constructor(_link, _onError) {
    this._link = _link;
    this._onError = _onError;
  }
  /** Replays a channel's log. @throws CometError for a bad channel. */
  log(channel, onLog, onEnd) {
    this._link.send({
      command: logCommand(channel),
      onLog,
      onDone: (error) => {
        if (error) this._onError(error);
        else if (onEnd) callPage(onEnd);
      }
    });
  }
  /** @throws CometError for a bad channel or callback. */
  count(channel, callback) {
    this._ask(
      countCommand(channel),
      callback,
      (data) => Array.isArray(data) ? { user_in_pipe: toNumber(data[1]) } : data
    );
  }
  /** @throws CometError for a bad channel or callback. */
  users(channel, callback) {
    this._ask(usersCommand(channel), callback, (data) => data);
  }
  /** @throws CometError for a bad user id or callback. */
  data(userId, callback) {
    this._ask(dataCommand(userId), callback, (data) => {
      const fields = Object(data);
      return { ...fields, user_data: unescapeMysql(toText(fields.user_data)) };
    });
  }
  _ask(command, callback, read) {
    checkCallback(callback);
    this._link.send({
      command,
      onDone: (error, answer) => {
        if (error) this._onError(error);
        else if (answer && answer.kind === "answer")
          callPage(callback, delivered(answer, read(decodeData(answer.data))));
      }
    });
  }
}

export { Queries };
//# sourceMappingURL=queries.js.map
