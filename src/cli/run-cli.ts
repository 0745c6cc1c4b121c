import { CommanderError } from "commander";
import { AppError } from "#kernel";
import type { CliIo } from "./cli-io.ts";
import { TaskFailedError } from "./client/errors.ts";
import { InvalidUsageError } from "./errors.ts";
import { EXIT_SERVER, EXIT_UNEXPECTED, exitCodeOf } from "./exit-codes.ts";
import { errorDocument, writeJson } from "./output/json.ts";
import { terminalText } from "./output/terminal-text.ts";
import { createProgram, type ProgramDeps } from "./program.ts";

/**
 * Runs one command line and says with which code the process should end. Never throws: every failure is told on
 * stderr, and with `--json` also as the one JSON document on stdout.
 */
export async function runCli(args: readonly string[], io: CliIo, deps: ProgramDeps): Promise<number> {
  const json = args.includes("--json");
  let exitCode = 0;
  const program = createProgram(io, deps, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    return tellFailure(error, io, json);
  }
}

function tellFailure(thrown: unknown, io: CliIo, json: boolean): number {
  if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0; // --help and --version
  const error = thrown instanceof CommanderError ? usageError(thrown) : thrown;
  const message = messageOf(error, io);
  if (json) writeJson(io.stdout, errorDocument(error, message));
  io.stderr.write(`a2a-minions: ${terminalText(message)}\n`);
  // A task that failed at a server ends like the same run on this machine.
  if (error instanceof TaskFailedError) return exitCodeOf(error.failure, EXIT_SERVER);
  return error instanceof AppError ? exitCodeOf(error.code) : EXIT_UNEXPECTED;
}

function usageError(error: CommanderError): InvalidUsageError {
  // With no command at all, commander prints the help itself and its message is a mere "(outputHelp)".
  if (error.code === "commander.help") return new InvalidUsageError("Name a command; see the help above.");
  const message = error.message.replace(/^error: /, "").replace(/\.$/, "");
  return new InvalidUsageError(`${message}. See a2a-minions --help.`);
}

/** Errors of ours say what to do; any other is a fault of the program, and its text could hold anything. */
function messageOf(error: unknown, io: CliIo): string {
  if (error instanceof AppError) return error.message;
  const detail = io.env["MINIONS_DEBUG"] && error instanceof Error ? `\n${error.stack}` : "";
  const name = error instanceof Error ? error.name : typeof error;
  return `Something went wrong inside a2a-minions (${name}). Set MINIONS_DEBUG=1 to see where, and report it.${detail}`;
}
