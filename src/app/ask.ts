import { AppError, abortReason, eventStream } from "#kernel";
import {
  formatModelRef,
  type HistoryTurn,
  QuestionEmptyError,
  type RunEvent,
  type RunMetadata,
  type RunResult,
  startRun,
} from "#minions";
import type { AskEvent } from "./ask-event.ts";
import type { DocumentFile } from "./document-file.ts";
import { type AskOwner, createPolicyGate, NOBODY_TO_ASK } from "./egress/policy-gate.ts";
import { supervisionOf } from "./egress/supervision-of.ts";
import type { Log } from "./log.ts";
import { ownBudget } from "./own-budget.ts";
import { picturesNeedOcr } from "./pictures-need-ocr.ts";
import { readDocuments } from "./read-documents.ts";
import { resolveRun } from "./resolve-run.ts";
import type { RuntimeParts } from "./runtime-parts.ts";

/** One question of a caller. */
export interface AskRequest {
  readonly question: string;
  readonly documents: readonly DocumentFile[];
  /** Earlier turns of the same conversation, oldest first. */
  readonly history?: readonly HistoryTurn[];
  /** Overrides what is configured, option by option. */
  readonly metadata?: RunMetadata;
  /** Go on without documents that cannot be read, and say so in the result's notices. Default false: the run fails. */
  readonly skipUnreadable?: boolean;
  /** Asked where the egress policy wants approval. Default: nobody is there to ask, and the run fails. */
  readonly askOwner?: AskOwner;
}

/** See {@link Runtime.ask}. */
export function ask(
  request: AskRequest,
  parts: RuntimeParts,
  signal?: AbortSignal,
): AsyncGenerator<AskEvent, RunResult, void> {
  return eventStream<AskEvent, RunResult>(async (emit, stop) => {
    const { log } = parts;
    try {
      const result = await answer(request, parts, emit, stop);
      log.info(
        { outcome: result.outcome.kind, rounds: result.rounds, wallTimeMs: result.wallTimeMs },
        "run finished",
      );
      return result;
    } catch (error) {
      const told = stop.aborted ? abortReason(stop, "The run") : error;
      logFailure(told, log);
      throw told;
    }
  }, signal);
}

/** A typed failure is told to the caller in full; only a fault of ours is news to who reads the log. */
function logFailure(error: unknown, log: Log): void {
  if (error instanceof AppError) log.info({ code: error.code }, "run failed");
  else
    log.error({ code: "unexpected", name: error instanceof Error ? error.name : typeof error }, "run failed");
}

async function answer(
  request: AskRequest,
  parts: RuntimeParts,
  emit: (event: AskEvent) => void,
  signal: AbortSignal,
): Promise<RunResult> {
  const { question, history = [], metadata = {}, skipUnreadable = false, askOwner = NOBODY_TO_ASK } = request;
  if (question.trim() === "") throw new QuestionEmptyError();
  const resolved = ownBudget(resolveRun(metadata, parts), parts);
  const { options, local, remote } = resolved;
  const { extractor, config, workbench, prices, clock } = parts;
  const { maxBytes, workers: concurrency } = config.documents;
  const picturesAsText = picturesNeedOcr(parts, resolved);
  const deps = { extractor, concurrency, maxBytes, emit, skipUnreadable, picturesAsText };
  const read = await readDocuments(request.documents, deps, signal);
  const input = { question, documents: read.documents, images: read.images, history, options };
  const supervision = supervisionOf(resolved, createPolicyGate(resolved, askOwner));
  const run = startRun(input, { local, remote, workbench, prices, clock, supervision }, signal);
  return follow(run, read.notices, parts, emit);
}

/** Passes the run's events on; the result carries what reading left to say. */
async function follow(
  run: AsyncGenerator<RunEvent, RunResult, void>,
  notices: readonly string[],
  { log }: RuntimeParts,
  emit: (event: AskEvent) => void,
): Promise<RunResult> {
  const complete = (result: RunResult): RunResult => ({
    ...result,
    notices: [...notices, ...result.notices],
  });
  for (;;) {
    const step = await run.next();
    if (step.done) return complete(step.value);
    const event = step.value;
    emit(event.type === "run-finished" ? { ...event, result: complete(event.result) } : event);
    if (event.type !== "model-called") continue;
    const { side, model, usage, durationMs, stepPath } = event;
    log.debug({ side, model: formatModelRef(model), stepPath, usage, durationMs }, "model called");
  }
}
