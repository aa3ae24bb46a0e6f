/** A browser or a driver as a program of this machine. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

const QUIT_MS = 5_000;
const POLL_MS = 20;

export interface Program {
  readonly pid: number;
  /** Resolves with what a line of its error output says. @throws if the program ends before. */
  says(pattern: RegExp): Promise<string>;
  /** @param ask asks it to end; if it does not within 5 s, it is killed. */
  quit(ask?: () => unknown): Promise<void>;
}

export function startProgram(
  path: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Program {
  const child = spawn(path, args, {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, ...env },
  });
  let text = "";
  let hasEnded = false;
  child.stderr.on("data", (data) => (text += String(data)));
  const end = new Promise<void>((resolve) => {
    child.once("error", (error) => ((text += error.message), resolve()));
    child.once("exit", () => resolve());
  }).then(() => void (hasEnded = true));
  return {
    pid: child.pid ?? 0,
    says: async (pattern) => {
      for (;;) {
        const found = pattern.exec(text)?.[1];
        if (found !== undefined) return found;
        if (hasEnded) throw new Error(`${path} has ended: ${text}`);
        await Promise.race([sleep(POLL_MS), end]);
      }
    },
    quit: (ask = () => child.kill("SIGTERM")) => quit(child, ask),
  };
}

async function quit(child: ChildProcess, ask: () => unknown): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const hasEnded = once(child, "exit");
  ask();
  const timer = setTimeout(() => child.kill("SIGKILL"), QUIT_MS);
  await hasEnded;
  clearTimeout(timer);
}
