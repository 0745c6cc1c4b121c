import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import {
  clearUp,
  findProgram,
  freePort,
  guardAgainstOurDeath,
  unprivilegedUser,
} from "../processes/own-process.ts";
import { describeOnPostgres } from "./databases.ts";

/** A PgBouncer of our own before a database. */
export interface PgBouncer extends AsyncDisposable {
  /** The database, through it. */
  readonly url: string;
}

const program = await findProgram("pgbouncer");

/** A suite that needs PostgreSQL and a pooler before it; left out where this machine has none of them. */
export function describeOnPgBouncer(name: string, tests: () => void): void {
  const missing = program === undefined;
  describeOnPostgres(name, () => {
    describe.skipIf(missing)(missing ? "through PgBouncer (left out: no pgbouncer here)" : "", tests);
  });
}

/** Starts PgBouncer in transaction mode before the database, as the how-to sets it up. */
export async function startPgBouncer(databaseUrl: string): Promise<PgBouncer> {
  if (program === undefined) throw new Error("There is no pgbouncer here.");
  const folder = await mkdtemp(join(tmpdir(), "a2a-pgbouncer-"));
  const port = await freePort();
  const pidFile = "pgbouncer.pid";
  await writeFile(join(folder, "pgbouncer.ini"), settings(new URL(databaseUrl), port, join(folder, pidFile)));
  const user = await unprivilegedUser();
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  const child = spawn(program, [join(folder, "pgbouncer.ini")], {
    ...user,
    stdio: ["ignore", "ignore", "pipe"],
  });
  await untilItListens(child);
  const guard = guardAgainstOurDeath(folder, pidFile);
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      await clearUp(guard);
    },
  };
}

/** Who connects is not asked: the pooler itself logs in as the user of the URL. */
function settings({ hostname, port, username, password }: URL, listenPort: number, pidFile: string): string {
  const login = [`user=${decodeURIComponent(username)}`];
  if (password !== "") login.push(`password='${decodeURIComponent(password).replaceAll("'", "''")}'`);
  return `
[databases]
* = host=${hostname} port=${port === "" ? 5432 : port} ${login.join(" ")}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listenPort}
unix_socket_dir =
pidfile = ${pidFile}
auth_type = any
pool_mode = transaction
default_pool_size = 5
max_client_conn = 200
ignore_startup_parameters = statement_timeout,lock_timeout,idle_in_transaction_session_timeout
`;
}

async function untilItListens(child: ChildProcess): Promise<void> {
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("process up")) resolve();
    });
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`PgBouncer does not start here: ${said}`)));
  });
}
