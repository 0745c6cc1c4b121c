import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** What a server process tells of itself. */
export interface Vitals {
  /** CPU time that it used since it began, in milliseconds. */
  readonly cpuMs: number;
  readonly rssBytes: number;
  readonly heapBytes: number;
}

/** A server in a process of its own, so that it shares no thread with the load. */
export interface ServerChild extends AsyncDisposable {
  readonly url: URL;
  vitals(): Promise<Vitals>;
}

/** Starts `bench/http/<script>.ts`, which calls {@link reportAsChild} once it listens. */
export async function startServerChild(script: string, args: readonly string[] = []): Promise<ServerChild> {
  const child = fork(join(import.meta.dirname, `${script}.ts`), [...args], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    execArgv: ["--expose-gc"],
  });
  const [first] = (await once(child, "message")) as [{ url: string }];
  return {
    url: new URL(first.url),
    vitals: () => ask(child),
    async [Symbol.asyncDispose]() {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

async function ask(child: ChildProcess): Promise<Vitals> {
  const answer = once(child, "message");
  child.send("vitals");
  const [vitals] = (await answer) as [Vitals];
  return vitals;
}

/** The child's side: tells where it listens, and its vitals when asked. */
export function reportAsChild(url: string): void {
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed } = process.memoryUsage();
    process.send?.({ cpuMs: (user + system) / 1_000, rssBytes: rss, heapBytes: heapUsed } satisfies Vitals);
  });
  // Gone with whoever started it.
  process.on("disconnect", () => process.exit());
  process.send?.({ url });
}
