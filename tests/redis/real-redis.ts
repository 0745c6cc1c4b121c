import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clearUp, freePort, guardAgainstOurDeath } from "../processes/own-process.ts";
import { type Certificate, writeCertificate } from "../tls/certificates.ts";

/** A real Redis of our own, at a free port of this machine, that keeps nothing on the disk. */
export interface RealRedis extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Takes it away without a word, as a crash does, with everything that it holds. */
  kill(): Promise<void>;
  /** Starts it again where it was, empty. */
  start(): Promise<void>;
  /** Lets it stand still: connections stay open and nothing is answered. */
  freeze(): void;
  thaw(): void;
}

export interface RealRedisOptions {
  /** More of the program's arguments, such as `--requirepass`. */
  readonly settings?: readonly string[];
  /** Speaks TLS only, and shows this. */
  readonly certificate?: Certificate;
}

const PID_FILE = "redis.pid";

/** Starts the Redis of this machine. It ends with this process, whatever becomes of that. */
export async function startRedis(program: string, options: RealRedisOptions = {}): Promise<RealRedis> {
  const folder = await mkdtemp(join(tmpdir(), "a2a-redis-"));
  const port = await freePort();
  const { certificate, settings = [] } = options;
  const listens =
    certificate === undefined ? ["--port", `${port}`] : ["--port", "0", "--tls-port", `${port}`];
  if (certificate !== undefined) {
    await writeCertificate(folder, "redis", certificate);
    listens.push("--tls-cert-file", "redis.pem", "--tls-key-file", "redis-key.pem");
    listens.push("--tls-auth-clients", "no");
  }
  const args = ["--dir", folder, "--bind", "127.0.0.1", ...listens, "--save", "", "--appendonly", "no"];
  const run = [...args, "--pidfile", join(folder, PID_FILE), ...settings];
  let server = await launch(program, run);
  const guard = guardAgainstOurDeath(folder, PID_FILE);
  const kill = async (): Promise<void> => {
    server.kill("SIGKILL");
    if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
  };
  return {
    url: `redis://127.0.0.1:${port}/0`,
    port,
    kill,
    async start() {
      server = await launch(program, run);
    },
    freeze: () => void server.kill("SIGSTOP"),
    thaw: () => void server.kill("SIGCONT"),
    async [Symbol.asyncDispose]() {
      await kill();
      await rm(join(folder, PID_FILE), { force: true });
      await clearUp(guard);
    },
  };
}

async function launch(program: string, args: readonly string[]): Promise<ChildProcess> {
  const server = spawn(program, [...args], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes("Ready to accept connections")) resolve();
    };
    server.stdout.on("data", hear);
    server.stderr.on("data", hear);
    server.once("error", reject);
    server.once("exit", () => reject(new Error(`Redis does not start here: ${said}`)));
  });
  return server;
}
