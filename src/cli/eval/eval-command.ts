import {
  type EvaluateEvent,
  type EvaluationReport,
  type EvaluationSetup,
  type EvaluationSummary,
  type QuestionScore,
  type Runtime,
  readQuestionSet,
  renderTable,
  summarise,
} from "#app";
import type { Config } from "#config";
import { engineNotice } from "../ask/engine-notice.ts";
import type { CliIo } from "../cli-io.ts";
import { InvalidUsageError } from "../errors.ts";
import { EXIT_ANSWERED, exitCodeOf } from "../exit-codes.ts";
import { readTextFile } from "../files.ts";
import { formatSeconds } from "../output/format.ts";
import { writeJson } from "../output/json.ts";
import { terminalLine, terminalText } from "../output/terminal-text.ts";
import { documentFolder } from "./document-folder.ts";
import { ReportFile } from "./report-file.ts";

/** What the flags of `eval` say, besides configuration. */
export interface EvalFlags {
  readonly docs: string;
  readonly out?: string;
  readonly limit?: string;
  readonly concurrency?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export interface EvalCommandDeps {
  readonly io: CliIo;
  readonly config: Config;
  readonly version: string;
  readonly createRuntime: (config: Config) => Promise<Runtime>;
}

/**
 * Asks every question of a set, prints the scores and writes them to a file.
 *
 * @returns the exit code: that of the first failure where every single question failed.
 */
export async function evalCommand(path: string, flags: EvalFlags, deps: EvalCommandDeps): Promise<number> {
  const { io, config } = deps;
  const limit = countOf("--limit", flags.limit) ?? Number.POSITIVE_INFINITY;
  const concurrency = countOf("--concurrency", flags.concurrency) ?? 1;
  const questions = readQuestionSet(await readTextFile(path, io.workingDirectory)).slice(0, limit);
  const findDocument = await documentFolder(flags.docs, io.workingDirectory);
  await using file =
    flags.out === undefined ? undefined : await ReportFile.open(flags.out, io.workingDirectory);
  const notice = engineNotice(config);
  if (notice !== undefined && !flags.quiet) io.stderr.write(`${notice}\n`);
  await using runtime = await deps.createRuntime(config);
  const progress = new EvalProgress((line) => {
    if (!flags.quiet) io.stderr.write(`${line}\n`);
  });
  const about = { version: deps.version, questionSet: path };
  try {
    const report = await progress.follow(
      runtime.evaluate({ questions, findDocument, concurrency }, io.signal),
    );
    const document = { ...about, complete: true, ...report };
    await file?.write(document);
    if (flags.json) writeJson(io.stdout, document);
    else io.stdout.write(`${terminalText(renderTable(report.scores, report.summary))}\n`);
    return exitCodeFor(report.scores);
  } catch (error) {
    // What was asked has been paid for: an evaluation that is stopped half-way keeps its scores.
    if (io.signal.aborted) await file?.write({ ...about, complete: false, ...progress.report() });
    throw error;
  }
}

/** Tells each score as it comes, and knows all of them so far. */
class EvalProgress {
  readonly #tell: (line: string) => void;
  readonly #scores: QuestionScore[] = [];
  #setup: EvaluationSetup | undefined;

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  async follow(events: AsyncGenerator<EvaluateEvent, EvaluationReport, void>): Promise<EvaluationReport> {
    for (;;) {
      const step = await events.next();
      if (step.done) return step.value;
      this.#take(step.value);
    }
  }

  report(): { setup: EvaluationSetup | undefined; scores: QuestionScore[]; summary: EvaluationSummary } {
    return { setup: this.#setup, scores: this.#scores, summary: summarise(this.#scores) };
  }

  #take(event: EvaluateEvent): void {
    if (event.type === "evaluation-started") {
      this.#setup = event.setup;
      return;
    }
    this.#scores.push(event.score);
    this.#tell(scoreLine(event));
  }
}

function scoreLine({ score, done, total }: Extract<EvaluateEvent, { type: "question-finished" }>): string {
  const outcome = score.failure === undefined ? score.outcome : `failed (${score.failure})`;
  return `${done}/${total} ${terminalLine(score.id)}: ${outcome} in ${formatSeconds(score.wallTimeMs)}`;
}

/** @throws InvalidUsageError where the flag is no whole number from 1 on. */
function countOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw new InvalidUsageError(`${flag} takes a whole number from 1 on, not "${text}".`);
}

function exitCodeFor(scores: readonly QuestionScore[]): number {
  const [first] = scores;
  const allFailed = scores.every((score) => score.failure !== undefined);
  return allFailed && first?.failure !== undefined ? exitCodeOf(first.failure) : EXIT_ANSWERED;
}
