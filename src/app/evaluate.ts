import pMap from "p-map";
import {
  type EvaluationQuestion,
  type EvaluationSummary,
  type QuestionScore,
  scoreFailure,
  scoreQuestion,
  summarise,
} from "#evaluation";
import { AppError, abortReason, eventStream } from "#kernel";
import type { RunMetadata, RunOptions, SourceDocument, SourceImage } from "#minions";
import { formatModelRef, startRun } from "#minions";
import { DocumentCache } from "./document-cache.ts";
import type { DocumentFile } from "./document-file.ts";
import { createPolicyGate, NOBODY_TO_ASK } from "./egress/policy-gate.ts";
import { supervisionOf } from "./egress/supervision-of.ts";
import { ownBudget } from "./own-budget.ts";
import { picturesNeedOcr } from "./pictures-need-ocr.ts";
import { readDocuments } from "./read-documents.ts";
import { type ResolvedRun, resolveRun } from "./resolve-run.ts";
import type { RuntimeParts } from "./runtime-parts.ts";

/** A question set and where its documents are. */
export interface EvaluateRequest {
  readonly questions: readonly EvaluationQuestion[];
  /** The document of a name that the set gives; undefined where there is none. Names are labels, never paths. */
  readonly findDocument: (name: string) => DocumentFile | undefined;
  readonly metadata?: RunMetadata;
  /** Questions under way at once. Default 1. */
  readonly concurrency?: number;
}

/** What the questions of an evaluation are asked of. */
export interface EvaluationSetup {
  readonly local: string;
  readonly remote: string;
  readonly options: RunOptions;
}

export type EvaluateEvent =
  | { readonly type: "evaluation-started"; readonly setup: EvaluationSetup; readonly total: number }
  | {
      readonly type: "question-finished";
      readonly score: QuestionScore;
      readonly done: number;
      readonly total: number;
    };

export interface EvaluationReport {
  readonly setup: EvaluationSetup;
  /** In the order of the set. */
  readonly scores: readonly QuestionScore[];
  readonly summary: EvaluationSummary;
}

/** The set names a document that is not there. */
export class DocumentMissingError extends AppError<"document-missing"> {
  readonly code = "document-missing";
  readonly document: string;

  constructor(document: string) {
    super(`The question set names the document "${document}", which is not among the documents given.`);
    this.document = document;
  }
}

const DOCUMENTS_KEPT = 32;

/** See {@link Runtime.evaluate}. */
export function evaluate(
  request: EvaluateRequest,
  parts: RuntimeParts,
  signal?: AbortSignal,
): AsyncGenerator<EvaluateEvent, EvaluationReport, void> {
  return eventStream<EvaluateEvent, EvaluationReport>(async (emit, stop) => {
    const run = resolveRun(request.metadata ?? {}, parts);
    const library = new Library(request, parts, run);
    const total = request.questions.length;
    const setup = {
      local: formatModelRef(run.local.ref),
      remote: formatModelRef(run.remote.ref),
      options: run.options,
    };
    emit({ type: "evaluation-started", setup, total });
    let done = 0;
    const askOne = async (question: EvaluationQuestion): Promise<QuestionScore> => {
      const score = await scoreOne(question, library, run, parts, stop);
      done += 1;
      emit({ type: "question-finished", score, done, total });
      return score;
    };
    const scores = await pMap(request.questions, askOne, { concurrency: request.concurrency ?? 1 });
    return { setup, scores, summary: summarise(scores) };
  }, signal);
}

/** A typed failure of one question is a score; an abort, or a fault of ours, ends the evaluation. */
async function scoreOne(
  question: EvaluationQuestion,
  library: Library,
  resolved: ResolvedRun,
  parts: RuntimeParts,
  signal: AbortSignal,
): Promise<QuestionScore> {
  const { workbench, prices, clock } = parts;
  const startedMs = clock.monotonicMs();
  const { options, local, remote } = ownBudget(resolved, parts);
  try {
    const supervision = supervisionOf(resolved, createPolicyGate(resolved, NOBODY_TO_ASK));
    const input = { ...(await library.read(question.documents, signal)), history: [], options };
    const deps = { local, remote, workbench, prices, clock, supervision };
    const events = startRun({ question: question.question, ...input }, deps, signal);
    for (;;) {
      const step = await events.next();
      if (step.done) return scoreQuestion({ question, result: step.value });
    }
  } catch (error) {
    if (signal.aborted) throw abortReason(signal, "The evaluation");
    if (!(error instanceof AppError)) throw error;
    return scoreFailure({ question, failure: error.code, wallTimeMs: clock.monotonicMs() - startedMs });
  }
}

/** The documents of an evaluation: each read once, and known by one id whatever the question. */
class Library {
  readonly #request: EvaluateRequest;
  readonly #parts: RuntimeParts;
  readonly #run: ResolvedRun;
  readonly #cache = new DocumentCache(DOCUMENTS_KEPT);
  #documentsRead = 0;

  constructor(request: EvaluateRequest, parts: RuntimeParts, run: ResolvedRun) {
    this.#request = request;
    this.#run = run;
    this.#parts = parts;
  }

  async read(
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly documents: SourceDocument[]; readonly images: SourceImage[] }> {
    const read = await Promise.all(
      names.map((name) => this.#cache.get(name, () => this.#readOne(name, signal))),
    );
    return {
      documents: read.flatMap(({ documents }) => documents),
      images: read.flatMap(({ images }) => images),
    };
  }

  async #readOne(name: string, signal: AbortSignal): ReturnType<typeof readDocuments> {
    const file = this.#request.findDocument(name);
    if (file === undefined) throw new DocumentMissingError(name);
    const { extractor, config } = this.#parts;
    const { maxBytes } = config.documents;
    const picturesAsText = picturesNeedOcr(this.#parts, this.#run);
    const deps = { extractor, concurrency: 1, maxBytes, picturesAsText, emit: () => undefined };
    this.#documentsRead += 1;
    return readDocuments([file], { ...deps, firstNumber: this.#documentsRead }, signal);
  }
}
