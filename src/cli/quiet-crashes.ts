import { EXIT_UNEXPECTED } from "./exit-codes.ts";

/** The part of `process` that a crash touches. */
type CrashingProcess = Pick<NodeJS.Process, "on" | "stderr" | "env" | "exit" | "report">;

/**
 * What ends the program without anybody having foreseen it is told by its name and where it happened. Node itself would
 * print the error's text and all its fields, in which requests, keys and documents may stand, and its diagnostic reports
 * would hold the whole environment.
 */
export function keepCrashesQuiet(host: CrashingProcess): void {
  if (host.report !== undefined) Reflect.set(host.report, "excludeEnv", true);
  host.on("uncaughtException", (error: unknown) => {
    host.stderr.write(`${crashText(error, Boolean(host.env["MINIONS_DEBUG"]))}\n`);
    host.exit(EXIT_UNEXPECTED);
  });
}

function crashText(error: unknown, withText: boolean): string {
  const known = error instanceof Error;
  if (withText && known) return `a2a-minions: ${error.stack}`;
  const frames = known ? (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at ")) : [];
  const name = known ? error.name : typeof error;
  return [
    `a2a-minions: A fault ended the program (${name}). Set MINIONS_DEBUG=1 to see its text, and report it.`,
    ...frames,
  ].join("\n");
}
