/** Whole clients in several tabs. */
import { afterEach, beforeEach, expect, vi } from "vitest";
import type { CometApi } from "../../src/api/comet-api";
import type { Defaults } from "../../src/client/defaults";
import type { CometOptions } from "../../src/api/types";
import { FakeBroadcastChannel } from "../support/fake-broadcast-channel";
import { FakeLocks } from "./fake-locks";
import { FakeStorage } from "../support/fake-storage";
import { FakeTab } from "../support/fake-tab";
import { installTabs, removeTabs } from "../support/tab-globals";
import { until } from "../support/tab-time";
import { mockHoldUp } from "./hold-up";
import { TabSocket } from "./tab-socket";

/** A page with an instance of the npm entry, or of another where `defaults` are those of that. */
export class ClientPage {
  private constructor(
    readonly tab: FakeTab,
    readonly api: CometApi,
  ) {}

  static async open(name: string, defaults?: Defaults): Promise<ClientPage> {
    vi.resetModules();
    mockHoldUp();
    const { CometApi } = await import("../../src/api/comet-api");
    const tab = new FakeTab(name);
    return new ClientPage(
      tab,
      tab.run(() => new CometApi(defaults)),
    );
  }

  /** Opened, and connected. */
  static async start(
    name: string,
    options: CometOptions | undefined,
    defaults?: Defaults,
  ): Promise<ClientPage> {
    const page = await ClientPage.open(name, defaults);
    page.run((api) => api.start(options));
    await until(() => page.api.isConnected(), 30_000);
    return page;
  }

  run<Result>(code: (api: CometApi) => Result): Result {
    return this.tab.run(() => code(this.api));
  }
}

/** The keys with which connections were made, in order. */
export function keys(): string[] {
  return TabSocket.all.map(({ url }) => /sesion=([^&]*)/.exec(url)?.[1] ?? "");
}

/** What was written to the console in the present test. */
export const lines = { error: [] as string[], warn: [] as string[] };

/** Has each test of a file begin without tabs. */
export function useClientPages(): void {
  beforeEach(() => {
    installTabs();
    FakeStorage.install();
    FakeBroadcastChannel.install();
    FakeLocks.install();
    TabSocket.install();
    for (const level of ["error", "warn"] as const) {
      lines[level] = [];
      vi.spyOn(console, level).mockImplementation((text) => lines[level].push(String(text)));
    }
  });

  afterEach(() => {
    removeTabs();
    FakeLocks.remove();
    vi.restoreAllMocks();
    expect(FakeTab.errors).toEqual([]);
  });
}
