/** Pages that go to other pages of the site. */
import { expect } from "vitest";
import type { Tab } from "../support/browser/tab";
import type { Group } from "./group";

/** To another page of the site, and back, while the others go on. */
export async function leaveAndReturn(group: Group, tab: Tab): Promise<void> {
  await group.leave(tab);
  await tab.navigate(group.url("/other"));
  await group.steady();
  const isFromCache = await tab.back();
  // Firefox keeps only pages without a lock and a socket.
  if (tab.engine !== "firefox") expect(isFromCache, "from the back/forward cache").toBe(true);
  group.join(tab);
}

/** The tab's page gives way to another that joins the group, too. */
export async function replace(group: Group, tab: Tab): Promise<void> {
  await group.keep(tab);
  await tab.navigate(group.url("/tab", { next: "" }));
}
