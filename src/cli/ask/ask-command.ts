import { type AskEvent, type AskOwner, type AskRequest, approvalRequestOf, type Runtime } from "#app";
import type { Config } from "#config";
import type { RunResult } from "#minions";
import { decideApproval } from "../approval/decide.ts";
import type { CliIo } from "../cli-io.ts";
import { InvalidUsageError } from "../errors.ts";
import { EXIT_ANSWERED, EXIT_NO_ANSWER } from "../exit-codes.ts";
import { documentFiles, fileExists } from "../files.ts";
import { writeJson } from "../output/json.ts";
import { createProgressView, type ProgressView } from "../progress/progress-view.ts";
import { engineNotice } from "./engine-notice.ts";
import { printPage, progressStyle, StreamedAnswer } from "./print-answer.ts";
import { readHistory } from "./read-history.ts";

/** What the flags of `ask` say, besides configuration. */
export interface AskFlags {
  readonly stream?: boolean;
  readonly json?: boolean;
  readonly ledger?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly skipUnreadable?: boolean;
  readonly history?: string;
}

export interface AskCommandDeps {
  readonly io: CliIo;
  readonly config: Config;
  readonly createRuntime: (config: Config) => Promise<Runtime>;
}

/**
 * Answers one question over the named documents and prints it.
 *
 * @returns the exit code
 * @throws an AppError for every way in which that can fail
 */
export async function askCommand(
  words: readonly string[],
  flags: AskFlags,
  deps: AskCommandDeps,
): Promise<number> {
  const { io, config } = deps;
  const request = await requestOf(words, flags, io);
  const notice = engineNotice(config);
  if (notice !== undefined && !flags.quiet) io.stderr.write(`${notice}\n`);
  await using runtime = await deps.createRuntime(config);
  const streamed = new StreamedAnswer(flags.stream === true && !flags.json, io);
  using view = createProgressView(progressStyle(flags, io), io.stderr, request.documents.length);
  const askOwner = ownerAt(io, view);
  const result = await follow(runtime.ask({ ...request, askOwner }, io.signal), view, streamed);
  view.clear();
  if (flags.json) writeJson(io.stdout, result);
  else printPage(result, flags, io, streamed);
  return result.outcome.kind === "answered" ? EXIT_ANSWERED : EXIT_NO_ANSWER;
}

/**
 * What the words of the command ask: the last is the question, the others are files.
 * @throws InvalidUsageError and the errors of looking at the files
 */
export async function requestOf(words: readonly string[], flags: AskFlags, io: CliIo): Promise<AskRequest> {
  const question = words.at(-1) ?? "";
  const paths = words.slice(0, -1);
  if (await fileExists(question, io.workingDirectory)) {
    throw new InvalidUsageError(
      `"${question}" is a file and there is no question. Put the question last, in quotes: a2a-minions ask ${question} "…"`,
    );
  }
  const documents = await documentFiles(paths, io.workingDirectory);
  const history = flags.history === undefined ? [] : await readHistory(flags.history, io.workingDirectory);
  return { question, documents, history, skipUnreadable: flags.skipUnreadable === true };
}

/** The user at the terminal owns what is asked here; without one, what needs approval ends the run. */
function ownerAt(io: CliIo, view: ProgressView): AskOwner {
  return async (payload) => {
    view.clear();
    const decision = await decideApproval(approvalRequestOf(payload, ""), io);
    if (decision === undefined) return "open";
    return decision === "approve" ? "approved" : "rejected";
  };
}

async function follow(
  run: AsyncGenerator<AskEvent, RunResult>,
  view: ProgressView,
  streamed: StreamedAnswer,
): Promise<RunResult> {
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
    view.show(step.value);
    streamed.show(step.value, view);
  }
}
