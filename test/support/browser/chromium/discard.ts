/** Chromium discards tabs at its own discretion, or on demand on the page chrome://discards. */
import type { Remote } from "../remote";
import { repeat } from "../wait";

/** In that page: the link of the row of this address, wherever in its components. */
function findLink(url: string): HTMLElement | undefined {
  const rows: Element[] = [];
  const walk = (root: ParentNode): void => {
    for (const element of root.querySelectorAll("*")) {
      if (element.localName === "tr") rows.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  const row = rows.find((one) => one.querySelector(".tab-url-cell")?.textContent?.trim() === url);
  const links = [...(row?.querySelectorAll<HTMLElement>("[is=action-link]") ?? [])];
  return links.find((link) => link.textContent?.includes("Urgent Discard"));
}

export async function clickDiscard(remote: Remote, url: string): Promise<void> {
  const { targetId } = await remote.send<{ targetId: string }>("Target.createTarget", {
    url: "chrome://discards/",
  });
  const { sessionId } = await remote.send<{ sessionId: string }>("Target.attachToTarget", {
    ...{ targetId, flatten: true },
  });
  const evaluate = async (expression: string) => {
    const options = { expression: `${findLink.toString()}; ${expression}`, returnByValue: true };
    const { result } = await remote.send<{ result: { value?: unknown } }>(
      "Runtime.evaluate",
      options,
      sessionId,
    );
    return result.value;
  };
  const link = `findLink(${JSON.stringify(url)})`;
  await repeat(remote.patienceMs, async () =>
    (await evaluate(`!!${link}`)) ? undefined : `no row for ${url}`,
  );
  await evaluate(`${link}.click()`);
  // The row says when it is done.
  await repeat(remote.patienceMs, async () => {
    const text = await evaluate(`${link}?.closest("tr").innerText`);
    return String(text).includes("discarded") ? undefined : `not discarded: ${String(text)}`;
  });
  await remote.send("Target.closeTarget", { targetId });
}
