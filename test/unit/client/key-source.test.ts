/** The keys that a function gives; test/node/keys.test.ts has it with a server. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { KeySource } from "../../../src/client/key-source";

const give = vi.fn<() => unknown>();
let keys: KeySource;
let errors: string[];

beforeEach(() => {
  vi.useFakeTimers();
  give.mockReset().mockReturnValue("key");
  errors = [];
  keys = new KeySource(
    () => give,
    (key) => (typeof key === "string" ? key : ""),
  );
  keys.onError = ({ message }) => errors.push(message);
  keys.start();
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

it("no function: there is nothing to prepare, and nothing that could be refused", () => {
  const fixed = new KeySource(
    () => "key",
    () => "key",
  );
  expect([fixed.isUsed, fixed.prepare(), fixed.refuse(), fixed.key]).toEqual([
    ...[false, undefined, false, ""],
  ]);
});

it("a function is asked once for all that wait, and not again while its key is good", async () => {
  await Promise.all([keys.prepare(), keys.prepare()]);
  expect([keys.key, keys.prepare(), give.mock.calls.length]).toEqual(["key", undefined, 1]);
});

it("a key is refused once it is known, three times in a row at most", async () => {
  expect(keys.refuse()).toBe(false);
  for (let n = 0; n < 3; n++) {
    await keys.prepare();
    expect([keys.refuse(), keys.key]).toEqual([true, ""]);
  }
  await keys.prepare();
  expect([keys.refuse(), keys.key]).toEqual([false, "key"]);
  keys.accept();
  expect(keys.refuse()).toBe(true);
});

it("after a failure the function is asked again, later each time, and stop() ends that", async () => {
  give.mockReturnValueOnce(5).mockImplementationOnce(() => {
    throw new TypeError("secret");
  });
  const prepared = keys.prepare();
  for (const [calls, wait] of [
    [1, 1_000],
    [2, 2_000],
  ] as const) {
    await vi.advanceTimersByTimeAsync(0);
    expect(give).toHaveBeenCalledTimes(calls);
    await vi.advanceTimersByTimeAsync(wait - 1);
    expect(give).toHaveBeenCalledTimes(calls);
    await vi.advanceTimersByTimeAsync(1);
  }
  await prepared;
  expect(errors).toEqual([
    expect.stringMatching(/^user_key\(\) gave number, not a text/),
    expect.stringMatching(/^user_key\(\) failed \(TypeError\)/),
  ]);
  keys.reset();
  give.mockReturnValue(5);
  const another = keys.prepare();
  await vi.advanceTimersByTimeAsync(0);
  keys.stop();
  await another;
  expect(keys.prepare()).toBeUndefined();
});

it("what waits for the key of a visitor waits for that of the next one if the visitor changes", async () => {
  const answers: ((key: unknown) => void)[] = [];
  give.mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
  const prepared = keys.prepare();
  keys.reset();
  await vi.advanceTimersByTimeAsync(0);
  answers[0]?.("of the first");
  await vi.advanceTimersByTimeAsync(0);
  expect([answers.length, keys.key]).toEqual([2, ""]);
  answers[1]?.("of the second");
  await prepared;
  expect(keys.key).toBe("of the second");
});

it("a failure of a question that was given up is neither told nor followed by another one", async () => {
  give.mockReturnValue(Promise.reject(new TypeError("late")));
  void keys.prepare();
  keys.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([errors, give.mock.calls.length]).toEqual([[], 1]);
});

it("another attempt asks again for a key that was refused too often, or is still due, or is none", async () => {
  const refuseAll = async () => {
    do await keys.prepare();
    while (keys.refuse());
  };
  await refuseAll();
  expect(give).toHaveBeenCalledTimes(4);
  keys.retry();
  await refuseAll();
  expect(give).toHaveBeenCalledTimes(8);

  give.mockReturnValueOnce(new Promise(() => undefined));
  keys.retry();
  const prepared = keys.prepare();
  keys.retry();
  await prepared;
  expect([keys.key, give.mock.calls.length]).toEqual(["key", 10]);
  keys.retry();
  expect(keys.prepare()).toBeUndefined();
});

it("a page that has no key is not asked again as if it had given a wrong one", async () => {
  give.mockReturnValue(null);
  await keys.prepare();
  expect([keys.key, keys.refuse(), keys.prepare()]).toEqual(["", false, undefined]);
  keys.retry();
  give.mockReturnValue("key");
  await keys.prepare();
  expect(keys.key).toBe("key");
});
