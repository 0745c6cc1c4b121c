import { Command } from "commander";
import type { RunningServer, Runtime, ServerSettings } from "#app";
import type { Config } from "#config";
import { addAsk } from "./ask/add-ask.ts";
import { addAudit } from "./audit/add-audit.ts";
import type { CliIo } from "./cli-io.ts";
import type { Fetch } from "./client/server-fetch.ts";
import { addClients } from "./clients/add-clients.ts";
import { addConfigOptions, configOf } from "./config-options.ts";
import { type EvalFlags, evalCommand } from "./eval/eval-command.ts";
import { EXIT_CODE_HELP } from "./exit-codes.ts";
import { addKeys } from "./keys/add-keys.ts";
import { providersCommand } from "./providers/providers-command.ts";
import { addServe } from "./serve/add-serve.ts";
import { addMigrate } from "./store/add-migrate.ts";
import { addStore } from "./store/add-store.ts";
import { addTasks } from "./tasks/add-tasks.ts";

export interface ProgramDeps {
  readonly version: string;
  readonly createRuntime: (config: Config, io: CliIo) => Promise<Runtime>;
  readonly startServer: (settings: ServerSettings) => Promise<RunningServer>;
  readonly fetch: Fetch;
  /** Gives an id that nobody else has. */
  readonly newId: () => string;
}

/** The command line as commander knows it; each command reports its exit code through `done`. */
export function createProgram(io: CliIo, deps: ProgramDeps, done: (exitCode: number) => void): Command {
  const program = new Command("a2a-minions")
    .description("Answers questions over documents: a small local model reads, a big remote model reasons.")
    .version(deps.version, "-V, --version", "print the version")
    .exitOverride()
    .showHelpAfterError(false)
    .configureHelp({ helpWidth: io.stdout.columns ?? 100 })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: () => undefined, // Told once, with every other failure, where the program ends.
    });
  program.addHelpText("after", `\n${EXIT_CODE_HELP}`);
  addAsk(program, io, deps, done);
  addProviders(program, io, deps, done);
  addEval(program, io, deps, done);
  addServe(program, io, deps, done);
  addKeys(program, io, done);
  addClients(program, io, done);
  addAudit(program, io, done);
  addTasks(program, io, deps, done);
  addMigrate(program, io, done);
  addStore(program, io, done);
  return program;
}

function addProviders(
  program: Command,
  io: CliIo,
  deps: ProgramDeps,
  done: (exitCode: number) => void,
): void {
  const command = program
    .command("providers")
    .summary("show every provider: configured? reachable? which models?")
    .description(
      "Shows every provider: whether it is configured and reachable, its models, and what is missing. " +
        "Asks for lists of models only: no tokens are spent and no text is sent.",
    )
    .option("--json", "print one JSON document on stdout")
    .option("--config <path>", "configuration file");
  command.action(async () => {
    const config = await configOf(command, io);
    const createRuntime = (c: Config): Promise<Runtime> => deps.createRuntime(c, io);
    done(await providersCommand(command.opts<{ json?: boolean }>(), { io, config, createRuntime }));
  });
}

const EVAL_HELP = `
The question set holds one JSON object on each line: question, answer, documents (names) and evidence_pages (0-based),
or the fields of FinanceBench. A document's name picks a file of the folder, with or without its extension.
Stopped half-way, the file of --out keeps the scores so far, with "complete": false.

Examples:
  a2a-minions eval questions.jsonl --docs reports --out result.json
  a2a-minions eval questions.jsonl --docs reports --limit 10 --skill minions_query --local ollama/llama3.2

${EXIT_CODE_HELP}`;

function addEval(program: Command, io: CliIo, deps: ProgramDeps, done: (exitCode: number) => void): void {
  const command = program
    .command("eval")
    .summary("ask a set of questions and score the answers")
    .description(
      "Asks every question of a set over its documents and scores the answers and their citations.",
    )
    .argument("<questions>", "the question set, a JSONL file")
    .requiredOption("--docs <folder>", "folder that holds the documents")
    .option("--out <path>", "write setup, scores and summary to this JSON file")
    .option("--limit <questions>", "ask only the first questions of the set")
    .option("--concurrency <questions>", "questions under way at once (default: 1)")
    .option("--json", "print one JSON document on stdout in place of the table")
    .option("-q, --quiet", "no progress on stderr");
  addConfigOptions(command).addHelpText("after", EVAL_HELP);
  command.action(async (path: string) => {
    const config = await configOf(command, io);
    const createRuntime = (c: Config): Promise<Runtime> => deps.createRuntime(c, io);
    const { version } = deps;
    done(await evalCommand(path, command.opts<EvalFlags>(), { io, config, version, createRuntime }));
  });
}
