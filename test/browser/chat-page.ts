/** What a person does on the chat page, and sees there. */
import type { ReceivedCommand } from "../../dev-server";
import type { Look } from "../support/browser/profile";
import type { Tab } from "../support/browser/tab";
import { until } from "../support/until";
import type { DemoStage, Visitor } from "./demo";
import { sees } from "./sees";

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
  private constructor(
    readonly visitor: Visitor,
    readonly page: Tab = visitor.page,
  ) {}

  static async open(stage: DemoStage, name: string, look?: Look): Promise<ChatPage> {
    const before = stage.demo.comet.received.length;
    const chat = new ChatPage(await stage.visit("/script-tag/", look));
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
    const url = await this.page.evaluate<string>("location.href");
    const tab = new ChatPage(this.visitor, await this.visitor.profile.open(url));
    await tab.sees("#connection", "connected");
    return tab;
  }

  /** What the page of a further tab complained of. Those of the first are the visitor's. */
  get problems(): readonly string[] {
    return this.page.problems;
  }

  async rename(name: string): Promise<void> {
    await this.page.find("label=Name").fill(name);
  }

  /** Types a message and sends it. */
  async say(text: string): Promise<void> {
    await this.page.find("label=Message").enter(text);
  }

  async sees(selector: string, text: string): Promise<void> {
    await sees(this.page, selector, text);
  }

  /** The messages of a list, oldest first: as they can be read, not as they were sent. */
  texts(selector = "#messages .text"): Promise<string[]> {
    return this.page.find(selector).innerTexts();
  }

  reports(): Promise<string[]> {
    return this.page.find("#messages .own .report").texts();
  }

  people(): Promise<string[]> {
    return this.page.find("#people .person .who").innerTexts();
  }

  /** The part that this tab has, as it says. */
  async role(): Promise<string> {
    const [text = ""] = await this.page.find("#role").innerTexts();
    return text.replace(/^This tab is (the|a) /, "");
  }

  /** The short id of this tab. */
  async tabId(): Promise<string> {
    return (await this.tabs())[0]?.split(" ")[0] ?? "";
  }

  /** The tabs that share the connection, as this one lists them: itself first. */
  async tabs(): Promise<string[]> {
    const texts = await this.page.find("#tabs .tab").texts();
    return texts.map((text) => text.trim().replace(/\s+/g, " "));
  }
}
