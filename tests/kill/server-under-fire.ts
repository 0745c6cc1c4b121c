import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const MAIN = join(import.meta.dirname, "../../src/cli/main.ts");

const SERVE = [
  ...["serve", "--no-auth", "--port", "0", "--grace-seconds", "0"],
  ...["--max-running", "6", "--max-tasks", "100000"],
];

export interface ServerSetting {
  /** A folder of its own, where the server's data folder and configuration go. */
  readonly folder: string;
  /** Where the scripted models are. */
  readonly modelsUrl: string;
  /** More of the environment, such as a database. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * The real command `serve`, which can be killed and started again over the same data. Tasks that run are few and the
 * time between the kills is short, so each task is killed several times.
 */
export class ServerUnderFire implements AsyncDisposable {
  readonly #setting: ServerSetting;
  #child: ChildProcess | undefined;
  #url: PromiseWithResolvers<string> = Promise.withResolvers();
  #listens = false;
  #log = "";

  private constructor(setting: ServerSetting) {
    this.#setting = setting;
  }

  static async prepare(setting: ServerSetting): Promise<ServerUnderFire> {
    const { folder, modelsUrl } = setting;
    await mkdir(folder, { recursive: true });
    const models = { baseUrl: modelsUrl, maxConcurrency: 64 };
    await writeFile(
      join(folder, "a2a-minions.config.json"),
      JSON.stringify({ endpoints: { scripted: models } }),
    );
    return new ServerUnderFire(setting);
  }

  /** Where the server listens; waits for the next start while it is down. */
  get url(): Promise<string> {
    return this.#url.promise;
  }

  /** What it wrote to standard error in all its lives. */
  get log(): string {
    return this.#log;
  }

  get databasePath(): string {
    return join(this.#setting.folder, "data", "tasks.sqlite");
  }

  /** Begins a life of it; `url` resolves once it listens. */
  start(): void {
    const { folder, env } = this.#setting;
    const child = spawn(process.execPath, [MAIN, ...SERVE], {
      cwd: folder,
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: folder,
        NODE_COMPILE_CACHE: join(folder, "compiled"),
        MINIONS_LOCAL: "scripted/worker",
        MINIONS_REMOTE: "scripted/supervisor",
        // Never met: the books are kept, and have to be right in the end.
        A2A_MAX_TASK_REMOTE_TOKENS: "1000000000",
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const url = /Listening at (http:\S+)\n/.exec(said)?.[1];
      if (url === undefined || this.#child !== child) return;
      this.#listens = true;
      this.#url.resolve(url);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#log += text;
    });
  }

  /** Resolves once it listens. @throws where it dies before */
  async listens(): Promise<void> {
    while (!this.#listens) {
      this.checkAlive();
      await sleep(10);
    }
  }

  /** Throws where it has died of itself. */
  checkAlive(): void {
    const { exitCode = null, signalCode = null } = this.#child ?? {};
    if (exitCode !== null || signalCode !== null) {
      throw new Error(`The server ended by itself (${exitCode ?? signalCode}):\n${this.#log.slice(-4_000)}`);
    }
  }

  /** As a crash: resolves when the process is gone. */
  kill(): Promise<void> {
    return this.#end("SIGKILL");
  }

  /** As an operator does it: resolves when the process has gone by itself. */
  stop(): Promise<void> {
    return this.#end("SIGTERM");
  }

  /** Stands still, as a machine that swaps or a network that is gone; until it is thawed. */
  freeze(): void {
    this.checkAlive();
    this.#child?.kill("SIGSTOP");
  }

  thaw(): void {
    this.#child?.kill("SIGCONT");
  }

  async #end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.checkAlive();
    const gone = once(child, "exit");
    this.#child = undefined;
    // Killed before it listened, those who wait for its address go on waiting for the next one.
    if (this.#listens) this.#url = Promise.withResolvers();
    this.#listens = false;
    child.kill(signal);
    await gone;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }
}
