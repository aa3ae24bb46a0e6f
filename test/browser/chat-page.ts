/** What a person does on the chat page, and sees there. */
import type { BrowserContextOptions, Page } from "playwright-core";
import type { ReceivedCommand } from "../../dev-server";
import { until, type Stage, type Visitor } from "./support";

/** Texts that the original client, or a careless page, would spoil. */
export const AWKWARD = [
  `She said "don't", I said 'why "not"?'`,
  "Two\nlines, and  two  spaces\n\n  an indented one",
  "C:\\new\\table \\\\ \\n \\' \\\" \\u0041",
  "<b>bold</b> <img src=x onerror=alert(1)> &amp; </li>",
  '{"text": "JSON", "n": [1, null]}',
  "Žluťoučký кот 猫 – “so” … €",
];
/** What the log of the server does not keep. */
export const EMOJI = "Party 🎉👩‍👩‍👧 tonight?";

export class ChatPage {
  /** Of a further tab: its console's lines and errors. Those of the first are the visitor's. */
  readonly problems: string[] = [];

  private constructor(
    readonly visitor: Visitor,
    readonly page: Page = visitor.page,
  ) {}

  static async open(
    stage: Stage,
    name: string,
    options?: BrowserContextOptions,
  ): Promise<ChatPage> {
    const before = stage.demo.comet.received.length;
    const chat = new ChatPage(await stage.visit("/script-tag/", options));
    await chat.rename(name);
    await chat.sees("#connection", "connected");
    // The last that the page says by itself: behind it, the channels are joined.
    const says = ({ name: command, text }: ReceivedCommand) =>
      command === "web_pipe2" && text.includes(JSON.stringify(name));
    await until(() => stage.demo.comet.received.slice(before).some(says)).toBe(true);
    return chat;
  }

  /** The page that a visitor has open. */
  static at(visitor: Visitor): ChatPage {
    return new ChatPage(visitor);
  }

  /** Opens the page in a further tab of the same browser. */
  async openTab(): Promise<ChatPage> {
    const tab = new ChatPage(this.visitor, await this.visitor.context.newPage());
    tab.page.on("console", (line) => tab.problems.push(`${line.type()}: ${line.text()}`));
    tab.page.on("pageerror", (error) => tab.problems.push(`uncaught: ${String(error)}`));
    await tab.page.goto(this.page.url());
    await tab.sees("#connection", "connected");
    return tab;
  }

  async rename(name: string): Promise<void> {
    await this.page.getByLabel("Name").fill(name);
    await this.page.getByLabel("Name").blur();
  }

  /** Types a message and sends it, line by line. */
  async say(text: string): Promise<void> {
    const input = this.page.getByLabel("Message", { exact: true });
    const lines = text.split("\n");
    await input.focus();
    for (const [index, line] of lines.entries()) {
      if (index > 0) await input.press("Shift+Enter");
      await this.page.keyboard.insertText(line);
    }
    await input.press("Enter");
  }

  async sees(selector: string, text: string): Promise<void> {
    await until(() => this.page.locator(selector).allTextContents()).toEqual([text]);
  }

  /** The messages of a list, oldest first: as they can be read, not as they were sent. */
  texts(selector = "#messages .text"): Promise<string[]> {
    return this.page.locator(selector).allInnerTexts();
  }

  reports(): Promise<string[]> {
    return this.page.locator("#messages .own .report").allTextContents();
  }

  people(): Promise<string[]> {
    return this.page.locator("#people .person .who").allInnerTexts();
  }

  /** The part that this tab has, as it says. */
  async role(): Promise<string> {
    return (await this.page.locator("#role").innerText()).replace(/^This tab is (the|a) /, "");
  }

  /** The short id of this tab. */
  async tabId(): Promise<string> {
    return (await this.tabs())[0]?.split(" ")[0] ?? "";
  }

  /** The tabs that share the connection, as this one lists them: itself first. */
  tabs(): Promise<string[]> {
    return this.page
      .locator("#tabs .tab")
      .evaluateAll((items) =>
        items.map((item) => (item.textContent ?? "").trim().replace(/\s+/g, " ")),
      );
  }
}
