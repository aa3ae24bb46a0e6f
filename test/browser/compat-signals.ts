/** `tabSignal`: works in every tab of the site, whatever connection and visitor the tab has. */
import { expect, test } from "vitest";
import type { PageGlobals } from "../../src/legacy/page-globals";
import { proves } from "./compat-record";
import { ContractPage, type InPage, type Subject } from "./contract-page";
import { until } from "../support/until";
import type { DemoStage } from "./demo";

/** In the page. */
declare const window: Window & Required<PageGlobals>;
declare const events: InPage["events"];
declare const signals: InPage["signals"];

/** A tab that is connected, and one of another visitor of the same site. */
async function openTwo(stage: DemoStage, subject: Subject) {
  const tab = await ContractPage.connect(stage, subject);
  stage.demo.comet.authorize(7, "key-of-7");
  const sister = await tab.openSister(tab.optionsOf(7));
  return { tab, sister };
}

const listen = () => {
  signals.connect("ping", (...args) => events.push(args));
};

export function signalTests(stage: DemoStage, subject: Subject): void {
  test("signals reach the slots of this tab or of all tabs", async () => {
    proves("tabSignal.connect", "tabSignal.disconnect", "tabSignal.emit", "tabSignal.emitAll");
    proves("tabSignal.send_emit", "(param, signal, fromAnotherTab)", "comet_server_signal()");
    const { tab, sister } = await openTwo(stage, subject);
    await sister.evaluate(listen);
    const slots = await tab.page.evaluate(() => {
      const heard = (...args: unknown[]) => events.push(args);
      return [
        signals.connect("ping", heard),
        ...[signals.connect("mine", "ping", heard), signals.connect("mine", "ping", heard)],
      ];
    });
    expect(slots).toEqual([expect.any(String), "mine", "mine"]);
    const param = { text: `it's "here"`, list: [1, null] };
    await tab.page.evaluate((one) => {
      signals.emit("ping", "here only");
      window.comet_server_signal().send_emit("other", 0);
      signals.emitAll("ping", one);
      signals.send_emit("ping");
    }, param);
    await until(() => sister.evaluate(() => events)).toEqual([
      [param, "ping", true],
      [undefined, "ping", true],
    ]);
    const here = ["here only", param, undefined].map((one) => [one, "ping", false]);
    expect(await tab.events()).toEqual(here.flatMap((one) => [one, one]));

    const isGone = await tab.page.evaluate(([anonymous]) => {
      events.splice(0);
      return ["mine", "mine", String(anonymous)].map((slot) => signals.disconnect(slot, "ping"));
    }, slots);
    expect(isGone).toEqual([true, false, true]);
    await tab.page.evaluate(() => signals.connect("pong", (...args) => events.push(args)));
    await sister.evaluate(() => {
      signals.emitAll("ping", 1);
      signals.send_emit("pong", 2);
    });
    await until(() => tab.events()).toEqual([[2, "pong", true]]);
  });

  test("tabs share states, and a tab keeps its state for the given time", async () => {
    proves("tabSignal.setState", "tabSignal.getState", "tabSignal.intervalUpdateState");
    const { tab, sister } = await openTwo(stage, subject);
    const set = (page: typeof sister, ...args: [string, unknown, number?]) =>
      page.evaluate((all) => signals.setState(...all), args);
    const get = (...args: [string, number?]) =>
      sister.evaluate((all) => signals.getState(...all), args);
    expect(await set(tab.page, "state", { a: 1 }, 60_000)).toBe(true);
    // What one process writes, another reads a little later.
    await until(() => get("state")).toEqual({ a: 1 });
    expect(await set(sister, "state", 2, 60_000)).toBe(false);
    expect(await set(tab.page, "state", 3, 60_000)).toBe(true);
    expect(await set(sister, "state", 4)).toBe(true);
    expect([await get("state", 60_000), await get("none")]).toEqual([4, undefined]);
    await until(() => get("state", 1)).toBeUndefined(); // too old

    const keep = (page: typeof sister, minTime: number) =>
      page.evaluate((ms) => signals.intervalUpdateState("kept", "mine", ms), minTime);
    const timer = await keep(tab.page, 3_000);
    await until(() => get("kept")).toBe("mine");
    expect([typeof timer, await keep(sister, 60_000)]).toEqual(["number", undefined]);
    const timeOf = () =>
      sister.evaluate(() => JSON.parse(localStorage["tabSignal_kept"]).time as number);
    const first = await timeOf();
    await until(timeOf).toBeGreaterThan(first);
    expect(await set(sister, "kept", "theirs", 60_000)).toBe(false);
    await tab.page.evaluate((id) => clearInterval(id), timer);
    await until(() => set(sister, "kept", "theirs", 3_000)).toBe(true);
    await until(() => tab.page.evaluate(() => signals.getState("kept"))).toBe("theirs");
  });

  test("tabSignal knows its tab, and writes signals to the console in debug mode", async () => {
    proves("tabSignal.getTabUUID", "tabSignal.debug", "getTabUUID");
    const { tab, sister } = await openTwo(stage, subject);
    const id = (page: typeof sister) => page.evaluate(() => signals.getTabUUID());
    const [own, other] = [await id(tab.page), await id(sister)];
    expect([own.length, other.length, own === other]).toEqual([16, 16, false]);
    expect(await tab.page.evaluate(() => Reflect.get(window, "api").getTabUUID())).toBe(own);
    await tab.page.evaluate(() => {
      signals.emit("quiet");
      signals.debug = true;
      signals.emit("ping");
      signals.debug = false;
    });
    expect(await tab.visitor.takeProblems()).toEqual([expect.stringMatching(/^log: .*ping/)]);
  });
}
