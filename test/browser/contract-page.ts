/** A page with the script file under test. It records every name that a test uses. */
import { readFileSync } from "node:fs";
import ts from "typescript";
import { onTestFinished } from "vitest";
import type { ServerProfile } from "../../dev-server";
import type { LegacyCometApi, LegacyOptions, TabSignal } from "../../src/legacy/contract";
import type { PageGlobals } from "../../src/legacy/page-globals";
import type { CometMessage } from "../../src/api/types";
import type { Tab } from "../support/browser/tab";
import type { DemoStage, Visitor } from "./demo";
import { PUBLIC_NODE, redirect } from "./public-node";
import { type Connection, ScriptedServer } from "./scripted-server";

/** The globals that `ContractPage` puts into the page, for functions that run there. */
export interface InPage {
  /** `cometApi`. */
  api: LegacyCometApi;
  /** `new cometServerApi(options)`. */
  create: (options?: LegacyOptions) => LegacyCometApi;
  /** `tabSignal`. */
  signals: TabSignal;
  /** The names that were asked of these: "start", "option node", "tabSignal.emit". */
  used: Set<string>;
  /** Messages, by the key that was subscribed to. */
  heard: Record<string, CometMessage[]>;
  /** Whatever a test wants to remember. */
  events: unknown[];
}

/** What pages used, and with the prefix "field " what they were given a value of. */
export async function traces({ visitors }: DemoStage): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const { page } of visitors) {
    const { names, values } = await page.evaluate(() => {
      const { used, heard, events } = window as unknown as Partial<InPage>;
      return { names: [...(used ?? [])], values: [heard, events] };
    });
    names.forEach((name) => seen.add(name));
    addFields(seen, values);
  }
  return seen;
}

function addFields(seen: Set<string>, value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (inner !== undefined) seen.add(`field ${name}`);
    addFields(seen, inner);
  }
}

/** The names of what interfaces of a source file hold. */
export function namesIn(file: string, ...interfaces: string[]): string[] {
  const path = new URL(`../../src/${file}`, import.meta.url);
  const source = ts.createSourceFile(file, readFileSync(path, "utf8"), 99, true);
  return source.statements
    .filter((statement) => ts.isInterfaceDeclaration(statement))
    .filter(({ name }) => interfaces.includes(name.text))
    .flatMap(({ members }) => members.map(({ name }) => name?.getText(source) ?? ""));
}

/** Runs in the page. */
function install(): void {
  const { cometApi, cometServerApi, tabSignal } = window as unknown as Required<PageGlobals>;
  const used = new Set<string>();
  const watchOptions = (options: LegacyOptions = {}) => {
    const given = ["node", "nodes", "nodeArray"].filter((name) => name in options);
    if (!given.length) used.add("option node (none)");
    if (given.some((name) => !Reflect.get(options, name))) used.add("option node (empty)");
    if (Array.isArray(options.node)) used.add("option node (array)");
    for (const name of Object.keys(options)) used.add(`option ${name}`);
  };
  const watch = <T extends object>(target: T, prefix = ""): T =>
    new Proxy(target, {
      get(_, name) {
        used.add(prefix + String(name));
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          if (/^(re)?start$/.test(String(name))) watchOptions(args[0] as LegacyOptions);
          return Reflect.apply(value, target, args);
        };
      },
      set(_, name, value) {
        used.add(prefix + String(name));
        return Reflect.set(target, name, value);
      },
    });
  const create = (options?: LegacyOptions) => {
    watchOptions(options);
    return watch(new cometServerApi(options));
  };
  const signals = watch(tabSignal, "tabSignal.");
  Object.assign(window, { api: watch(cometApi), create, signals, used, heard: {}, events: [] });
}

/** A script file under test, in a tab that holds the connection or in one that does not. */
export interface Subject {
  file: string;
  role: "leader" | "follower";
  /** The server's. */
  profile: ServerProfile;
}

/** Runs in the page: connects, and resolves when it is. */
function start(options: LegacyOptions): Promise<void> {
  const { cometApi } = window as unknown as Required<PageGlobals>;
  return new Promise((resolve) => {
    cometApi.start(options, () => resolve());
  });
}

/** What happens to a page before its script is loaded. */
export interface Preparation {
  /** Plays the server, in the place of the real one. */
  serve?: (connection: Connection) => void;
  /** Runs in the page. */
  before?: () => void;
}

export class ContractPage {
  readonly page: Tab;

  private constructor(
    readonly visitor: Visitor,
    private readonly node: string,
    private readonly file: string,
    private readonly isPlayed: boolean,
  ) {
    this.page = visitor.page;
  }

  /** @param users for whom a follower finds a leader that is there already; 0: anonymous. */
  static async open(
    stage: DemoStage,
    { file, role }: Subject,
    users: number[],
    { serve, before = () => undefined }: Preparation = {},
  ): Promise<ContractPage> {
    const { comet } = stage.demo;
    for (const user of users) if (user) comet.authorize(user, `key-of-${user}`);
    const visitor = await stage.prepare();
    const node = serve ? await playServer(stage, serve) : String(comet.node);
    const tab = new ContractPage(visitor, node, file, serve !== undefined);
    for (const user of role === "follower" ? users : []) await tab.openSister(tab.optionsOf(user));
    await tab.load(tab.page, before);
    return tab;
  }

  /** The same, connected; as a user where one is given. */
  static async connect(stage: DemoStage, subject: Subject, userId = 0): Promise<ContractPage> {
    const tab = await ContractPage.open(stage, subject, [userId]);
    await tab.page.evaluate(() => Object.assign(window, { cometApi: Reflect.get(window, "api") }));
    await tab.page.evaluate(start, tab.optionsOf(userId));
    return tab;
  }

  /** Another tab of the same browser, connected. */
  async openSister(options = this.optionsOf(0)): Promise<Tab> {
    const sister = await this.visitor.profile.openBlank();
    await this.load(sister);
    await sister.evaluate(start, options);
    return sister;
  }

  /** What connects a user to the server; 0: an anonymous visitor. */
  optionsOf(userId: number): LegacyOptions {
    const { node } = this;
    return userId ? { node, user_id: userId, user_key: `key-of-${userId}` } : { node };
  }

  /** Subscribes to keys; the last element of what is returned is the id of the last one. */
  async hear(...keys: string[]): Promise<(string | false)[]> {
    const ids = await this.page.evaluate((all) => {
      const { api, heard } = window as unknown as InPage;
      return all.map((key) => {
        const list = (heard[key] ??= []);
        return api.subscription(key, (message) => list.push(message));
      });
    }, keys);
    await this.settle();
    return ids;
  }

  /** Resolves when the server has carried out every earlier command, and its frames have arrived. */
  async settle(): Promise<void> {
    await this.page.evaluate(() => {
      const { api } = window as unknown as InPage;
      return new Promise((resolve) => {
        api.count_users_in_pipe("web_settle", resolve);
      });
    });
  }

  /** Sender and receivers have settled: what was heard by then for each key. */
  async heardFrom(sender: ContractPage): Promise<Record<string, CometMessage[]>> {
    await sender.settle();
    await this.settle();
    return this.page.evaluate(() => (window as unknown as InPage).heard);
  }

  events(): Promise<unknown[]> {
    return this.page.evaluate(() => (window as unknown as InPage).events);
  }

  /** @param before runs in the page before the script file. */
  private async load(page: Tab, before?: () => void): Promise<void> {
    await page.navigate(`http://${this.node}`);
    if (this.isPlayed) await page.evaluate(redirect, PUBLIC_NODE, `${PUBLIC_NODE}/`);
    if (before) await page.evaluate(before);
    await page.addScript(`/${this.file}`);
    await page.evaluate(install);
  }
}

/** @returns the address of the server that the test plays. */
async function playServer(
  { demo }: DemoStage,
  serve: (connection: Connection) => void,
): Promise<string> {
  const server = await ScriptedServer.start(demo.address, serve);
  onTestFinished(() => server.close());
  return server.node;
}
