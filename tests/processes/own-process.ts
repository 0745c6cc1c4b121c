import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { promisify } from "node:util";

/** A port of this machine that was free just now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new TypeError("No port.");
  return address.port;
}

/**
 * A shell that waits for our end of its input to close, which happens however we end, and then clears up: it stops the
 * process whose id stands in the first line of `pidFile` in `folder`, and removes the folder.
 */
export function guardAgainstOurDeath(folder: string, pidFile: string): ChildProcess {
  const script = `
    cat > /dev/null
    pid=$(head -n 1 "$1/$2" 2> /dev/null) && kill -INT "$pid" && while kill -0 "$pid" 2> /dev/null; do sleep 0.1; done
    rm -rf "$1"`;
  return spawn("/bin/sh", ["-c", script, "guard", folder, pidFile], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
}

/** Has the guard clear up now, and waits until it has. */
export async function clearUp(guard: ChildProcess): Promise<void> {
  guard.stdin?.end();
  if (guard.exitCode === null) await once(guard, "exit");
}

/** Where a program of this machine is, also one that Debian keeps for administrators; undefined where it is not installed. */
export async function findProgram(name: string): Promise<string | undefined> {
  const env = { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin` };
  try {
    const { stdout } = await promisify(execFile)("/bin/sh", ["-c", 'command -v "$1"', "find", name], { env });
    return stdout.trim();
  } catch {
    return undefined;
  }
}

export interface User {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Who runs what refuses to run as root: its own user, or nobody; undefined where we are not root and may run it ourselves.
 * @throws where there is no such user
 */
export async function unprivilegedUser(): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = lines.find((fields) => fields[0] === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error("There is no user `postgres` or `nobody`.");
}
