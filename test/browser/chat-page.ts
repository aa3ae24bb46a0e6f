/** What a person does on the chat page, and sees there. */
import type { BrowserContextOptions, Page } from "playwright-core";
import { until, type Stage, type Visitor } from "./support";

export class ChatPage {
  readonly page: Page;

  private constructor(readonly visitor: Visitor) {
    this.page = visitor.page;
  }

  static async open(
    stage: Stage,
    name: string,
    options?: BrowserContextOptions,
  ): Promise<ChatPage> {
    const chat = new ChatPage(await stage.visit("/script-tag/", options));
    await chat.rename(name);
    await chat.sees("#connection", "connected");
    return chat;
  }

  /** The page that a visitor has open. */
  static at(visitor: Visitor): ChatPage {
    return new ChatPage(visitor);
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
}
