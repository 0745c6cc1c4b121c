import { createRuntime, startServer } from "#app";
import { runCli } from "../../src/cli/run-cli.ts";
import type { Finished } from "./run-command.ts";

/**
 * The command line in this process: for commands that end by themselves it does what `runCommand` does, in a hundredth
 * of the time. A server that is to run beside it is a process of its own.
 */
export async function runHere(
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Finished> {
  const written = { stdout: "", stderr: "" };
  const sink = (name: keyof typeof written) => ({
    write(text: string): void {
      written[name] += text;
    },
    isTerminal: false,
    columns: undefined,
  });
  const io = {
    stdout: sink("stdout"),
    stderr: sink("stderr"),
    env,
    workingDirectory: cwd,
    signal: new AbortController().signal,
    onHangup: () => ({ [Symbol.dispose]: () => undefined }),
    trustAuthority: () => undefined,
  };
  const exitCode = await runCli(args, io, {
    version: "0.0.0",
    createRuntime: (config) => createRuntime(config, { logSink: io.stderr }),
    startServer,
    fetch,
    newId: () => crypto.randomUUID(),
  });
  return { exitCode, ...written };
}
