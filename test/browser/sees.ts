import type { Tab } from "../support/browser/tab";
import { until } from "../support/until";

/** Waits until a person sees one such element in the page, with that text. */
export async function sees(page: Tab, selector: string, text: string): Promise<void> {
  await until(() => page.find(selector).texts()).toEqual([text]);
}
