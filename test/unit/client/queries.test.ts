/** Questions, and how their callers learn of a refusal; test/node has them with a server. */
import { expect, it, vi } from "vitest";
import { CometError } from "../../../src/api/errors";
import { howMany, Queries } from "../../../src/client/queries";
import type { Link, Request } from "../../../src/tabs/link";
import { messageOf } from "../../support/decode";

function newQueries() {
  const sent: Request[] = [];
  const onError = vi.fn<(error: CometError) => void>();
  const link = { send: (request: Request) => sent.push(request) } as unknown as Link;
  return { queries: new Queries(link, onError), sent, onError };
}

const refused = new CometError("refused", "no");
const answer = {
  ...messageOf({ data: ["user_in_pipe", 3], event: "e", pipe: "p" }),
  kind: "answer",
};

it("a question tells its answer, or its refusal, and nothing for any other message", () => {
  const { queries, sent, onError } = newQueries();
  const callback = vi.fn();
  for (let n = 0; n < 3; n++) queries.tell(howMany("web_a"), callback);
  sent[0]?.onDone(undefined, answer as never);
  expect(callback).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ data: { user_in_pipe: 3 } }),
  );
  sent[1]?.onDone(refused, { kind: "refusal", reason: "no" } as never);
  sent[2]?.onDone(undefined, messageOf({ data: 1, event: "e", pipe: "web_a" }));
  expect([callback.mock.calls.length, onError.mock.calls]).toEqual([1, [[refused]]]);
});

it("a question without its answer rejects, and names the channel", async () => {
  const { queries, sent } = newQueries();
  const asked = queries.ask(howMany("web_a"));
  sent[0]?.onDone(undefined, undefined);
  await expect(asked).rejects.toMatchObject({ code: "refused", value: "web_a" });
});

it("the end of a log is told also where stop() ends it, and only refusals are errors", () => {
  const { queries, sent, onError } = newQueries();
  const onEnd = vi.fn();
  for (let n = 0; n < 3; n++) queries.log("web_a", () => undefined, onEnd);
  queries.log("web_a", () => undefined);
  expect(sent.map(({ endsAtStop }) => endsAtStop)).toEqual([true, true, true, false]);
  sent[0]?.onDone(undefined);
  sent[1]?.onDone(new CometError("stopped", "stop"));
  sent[2]?.onDone(refused);
  sent[3]?.onDone(undefined);
  expect([onEnd.mock.calls.length, onError.mock.calls]).toEqual([2, [[refused]]]);
});
