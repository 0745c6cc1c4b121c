import type { Command } from "commander";
import type { Runtime } from "#app";
import type { Config } from "#config";
import type { CliIo } from "../cli-io.ts";
import type { Fetch } from "../client/server-fetch.ts";
import { addServerOptions, type ServerFlags, serverAddress } from "../client/server-flags.ts";
import { addConfigOptions, configOf } from "../config-options.ts";
import { InvalidUsageError } from "../errors.ts";
import { EXIT_CODE_HELP } from "../exit-codes.ts";
import { askCommand } from "./ask-command.ts";
import { type AskServerFlags, askServerCommand } from "./ask-server.ts";
import { optionsForServer } from "./server-options.ts";

const ASK_HELP = `
Examples:
  a2a-minions ask report.pdf "What was capital expenditure in 2018?"
  a2a-minions ask *.pdf notes.md "Which risks are new?" --skill minions_query --local ollama/llama3.2 --remote openai/gpt-5-mini --stream
  a2a-minions ask report.pdf "Who audits the company?" --json | jq .outcome
  a2a-minions ask report.pdf "Who audits the company?" --server http://localhost:8000 --key a2am_…

${EXIT_CODE_HELP}`;

export interface AddAskDeps {
  readonly createRuntime: (config: Config, io: CliIo) => Promise<Runtime>;
  readonly fetch: Fetch;
  readonly newId: () => string;
}

/** The command that answers a question, on this machine or at a server. */
export function addAsk(
  program: Command,
  io: CliIo,
  deps: AddAskDeps,
  done: (exitCode: number) => void,
): void {
  const command = program
    .command("ask")
    .summary("answer a question over documents")
    .description(
      "Answers a question over documents. The last argument is the question, all others are files.",
    )
    .usage("[options] [documents...] <question>")
    .argument(
      "<arguments...>",
      "files to read (none for a question without documents), then the question in quotes",
    )
    .option("--stream", "print the answer as it is written")
    .option("--json", "print the whole result as one JSON document on stdout")
    .option("--ledger", "print every message that went to the remote side")
    .option("--history <path>", 'earlier turns, a JSON array of {"role": "user"|"agent", "text": "…"}')
    .option("--skip-unreadable", "go on without documents that cannot be read")
    .option("-q, --quiet", "no progress on stderr")
    .option("-v, --verbose", "tell every step on stderr, with what was said");
  addServerOptions(command)
    .option("--context <id>", "with --server: go on with this conversation")
    .option("--task <id>", "with --server: reply to this task, which asked for something");
  addConfigOptions(command).addHelpText("after", ASK_HELP);
  command.action(async (words: string[]) => {
    const flags = command.opts<AskServerFlags & ServerFlags>();
    const address = await serverAddress(flags, io);
    if (address !== undefined) {
      const { fetch, newId } = deps;
      const options = await optionsForServer(command, io);
      return done(await askServerCommand(words, flags, { io, address, options, fetch, newId }));
    }
    if (flags.context !== undefined || flags.task !== undefined) {
      throw new InvalidUsageError("--context and --task go with --server.");
    }
    const config = await configOf(command, io);
    done(await askCommand(words, flags, { io, config, createRuntime: (c) => deps.createRuntime(c, io) }));
  });
}
