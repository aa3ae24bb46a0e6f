/** A page with the script file under test, in which everything that is used is written down. */
import { readFileSync } from "node:fs";
import type { Page, WebSocketRoute } from "playwright-core";
import ts from "typescript";
import type { LegacyCometApi } from "../../src/legacy/contract";
import type { CometMessage } from "../../src/types";
import type { Stage, Visitor } from "./support";

/** What `ContractPage` puts into the page; for functions that run there. */
export interface InPage {
  /** `cometApi`, and as `used` the names that were asked of it. */
  api: LegacyCometApi & { used: Set<string> };
  /** Messages, by the key that was subscribed to. */
  heard: Record<string, CometMessage[]>;
  /** Whatever a test wants to remember. */
  events: unknown[];
}

/** Members used, and fields with a value that were delivered, of all pages of a script file. */
export class Coverage {
  readonly members = new Set<string>();
  readonly fields = new Set<string>();

  async collect({ visitors }: Stage): Promise<void> {
    for (const { page } of visitors) {
      const { used, values } = await page.evaluate(() => {
        const { api, heard, events } = window as unknown as Partial<InPage>;
        return { used: [...(api?.used ?? [])], values: [heard, events] };
      });
      used.forEach((name) => this.members.add(name));
      this.addFields(values);
    }
  }

  private addFields(value: unknown): void {
    if (typeof value !== "object" || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (inner !== undefined) this.fields.add(name);
      this.addFields(inner);
    }
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

function install(): void {
  const page = window as unknown as InPage & { cometApi: LegacyCometApi };
  const used = new Set<string>();
  const api = new Proxy(page.cometApi, {
    get(target, name) {
      if (name === "used") return used;
      used.add(String(name));
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  Object.assign(window, { api, heard: {}, events: [] });
}

/** What is tested: a script file, in a tab that holds the connection or in one that does not. */
export interface Subject {
  file: string;
  role: "master" | "slave";
}

/** Connects, as a user where one is given, and resolves when it is. */
function start(userId: number): Promise<void> {
  const { cometApi } = window as unknown as { cometApi: LegacyCometApi };
  const visitor = userId ? { user_id: userId, user_key: `key-of-${userId}` } : {};
  return new Promise((resolve) => {
    cometApi.start({ node: location.host, ...visitor }, () => resolve());
  });
}

export class ContractPage {
  readonly page: Page;

  private constructor(readonly visitor: Visitor) {
    this.page = visitor.page;
  }

  /**
   * @param users for whom a slave finds a master that is there already; 0: anonymous.
   * @param serve plays the server, in the place of the real one.
   */
  static async open(
    stage: Stage,
    { file, role }: Subject,
    users: number[],
    serve?: (route: WebSocketRoute) => void,
  ): Promise<ContractPage> {
    const visitor = await stage.prepare();
    const load = async (page: Page) => {
      await page.goto(stage.demo.address);
      await page.addScriptTag({ url: `/${file}` });
    };
    for (const user of users) if (user) stage.demo.comet.authorize(user, `key-of-${user}`);
    if (serve) await visitor.context.routeWebSocket(/\/ws\//, serve);
    for (const user of role === "slave" ? users : []) {
      const master = await visitor.context.newPage();
      await load(master);
      await master.evaluate(start, user);
    }
    await load(visitor.page);
    await visitor.page.evaluate(install);
    return new ContractPage(visitor);
  }

  /** The same, connected; as a user where one is given. */
  static async connect(stage: Stage, subject: Subject, userId = 0): Promise<ContractPage> {
    const tab = await ContractPage.open(stage, subject, [userId]);
    await tab.page.evaluate(() => Object.assign(window, { cometApi: Reflect.get(window, "api") }));
    await tab.page.evaluate(start, userId);
    return tab;
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

  /** Everything the server was asked before is done, and everything it sent before is heard. */
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
}
