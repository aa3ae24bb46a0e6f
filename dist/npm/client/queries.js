import { delivered, asMessage, dataOf } from './delivery.js';
import { callPage } from '../platform/tasks.js';
import { checkCallback, CometError } from '../api/errors.js';
import { countCommand, usersCommand, dataCommand, logCommand } from '../protocol/commands.js';
import { unescapeMysql, decodeData } from '../protocol/payload.js';
import { toNumber, toText } from '../protocol/values.js';
import { carryOut } from './wait.js';

class Queries {
  /** @param _onError told of questions that were refused; their callbacks are then not called. */
  constructor(_link, _onError) {
    this._link = _link;
    this._onError = _onError;
  }
  /**
   * Replays a channel's log. `onEnd` is called also when `stop()` ends it.
   * @throws CometError for a bad channel.
   */
  log(channel, onLog, onEnd) {
    this._link.send({
      command: logCommand(channel),
      endsAtStop: onEnd !== void 0,
      onLog,
      onDone: (error) => {
        if (error && error.code !== "stopped") this._onError(error);
        else if (onEnd) callPage(onEnd);
      }
    });
  }
  /** @throws CometError for a bad channel or bad options. */
  history(channel, options) {
    const messages = [];
    const onLog = (message) => messages.push(asMessage(delivered(message, dataOf(message))));
    return carryOut(this._link, logCommand(channel), options, onLog).then(() => messages);
  }
  /** Calls `callback` with the answer. @throws CometError if it is no function. */
  tell({ command, read }, callback) {
    checkCallback(callback);
    this._link.send({
      command,
      onDone: (error, answer) => {
        if (error) this._onError(error);
        else if (isAnswer(answer))
          callPage(callback, delivered(answer, read(decodeData(answer.data))));
      }
    });
  }
  /** Resolves with the answer. @throws CometError for bad options. */
  ask({ command, read }, options) {
    return carryOut(this._link, command, options).then((answer) => {
      if (isAnswer(answer)) return read(decodeData(answer.data));
      throw new CometError("refused", "The server has not answered", command.channel);
    });
  }
}
function isAnswer(message) {
  return message?.kind === "answer";
}
function howMany(channel) {
  return {
    command: countCommand(channel),
    // The server answers with an array, although its documentation promises an object.
    read: (data) => Array.isArray(data) ? { user_in_pipe: toNumber(data[1]) } : data
  };
}
function whoListens(channel) {
  return { command: usersCommand(channel), read: (data) => data };
}
function whatIsStored(userId) {
  return {
    command: dataCommand(userId),
    read: (data) => {
      const fields = Object(data);
      return { ...fields, user_data: unescapeMysql(toText(fields.user_data)) };
    }
  };
}

export { Queries, howMany, whatIsStored, whoListens };
//# sourceMappingURL=queries.js.map
