import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

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
