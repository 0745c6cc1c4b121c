import { setImmediate } from "node:timers/promises";
import { assertNever, type Clock, systemClock } from "#kernel";
import {
  type EmbeddingReply,
  estimateTokens,
  type Model,
  type ModelProfile,
  type ModelReply,
  type ModelRequest,
  type ModelStep,
} from "#minions";
import { DocumentIndex } from "./document-index.ts";
import { NoEmbeddingsError } from "./errors.ts";
import { runSliced, type Slicing } from "./sliced-work.ts";
import { decide, think } from "./steps/decide.ts";
import { job } from "./steps/job.ts";
import { advise, open, summarise } from "./steps/opening.ts";
import { plan } from "./steps/plan.ts";
import { synthesise, thinkAboutJobs } from "./steps/synthesise.ts";
import { work } from "./steps/work.ts";

/** How the engine is named where models are chosen. */
export const EXTRACTIVE_REF = { provider: "embedded", model: "extractive" } as const;

const NOTICE =
  "The embedded engine finds and quotes by rule and does plain arithmetic; it does not reason. Judge the quotes.";

/** What the engine takes from its surroundings; all of it has defaults. */
export interface ExtractiveModelDeps {
  /** Measures slices of work; the system's clock where not given. */
  readonly clock?: Clock;
  /** Gives the thread away between slices; `setImmediate` where not given. */
  readonly pause?: () => Promise<void>;
}

/**
 * An engine that needs no weights, no key and no network: it finds, quotes and does plain arithmetic by rule, and
 * answers every step of both protocols on either side. It does not reason; where support is weak it says so.
 *
 * Long documents are read in slices, so that the thread is never held for long; a fired signal ends the work at the
 * next slice. What was read of a document is kept for as long as the caller keeps the document.
 */
export function createExtractiveModel(deps: ExtractiveModelDeps = {}): Model {
  const clock = deps.clock ?? systemClock;
  const pause = deps.pause ?? (() => setImmediate(undefined));
  const slicing: Slicing = { nowMs: () => clock.monotonicMs(), pause };
  const index = new DocumentIndex();
  return {
    ref: EXTRACTIVE_REF,
    inProcess: true,
    profile: async (): Promise<ModelProfile> => ({
      contextTokens: undefined,
      seesImages: false,
      embedsText: false,
      embedsImages: false,
      writesCode: false,
      requiresDocuments: true,
      notice: NOTICE,
    }),
    generate: async (request, signal) => {
      const text = await runSliced(replyTo(request.step, index), slicing, signal);
      request.onTextDelta?.(text);
      return replyOf(request, text);
    },
    embed: async (): Promise<EmbeddingReply> => {
      throw new NoEmbeddingsError();
    },
  };
}

function* replyTo(step: ModelStep, index: DocumentIndex): Generator<void, string> {
  switch (step.kind) {
    case "minion-open":
      return JSON.stringify(open(step.question));
    case "minion-work":
      return yield* work(step, index);
    case "minion-think":
      return think(step.exchanges);
    case "minion-decide":
      return JSON.stringify(decide(step.question, step.exchanges, step.final));
    case "minions-advise":
      return advise(step.question);
    case "minions-decompose":
      return JSON.stringify(plan(step));
    case "minions-job":
      return JSON.stringify(yield* job(step, index));
    case "minions-think":
      return thinkAboutJobs(step.question, step.jobs);
    case "minions-synthesise":
      return JSON.stringify(synthesise(step.question, step.jobs, step.final));
    case "history-summarise":
      return summarise(step.turns);
    case "privacy-find":
      return JSON.stringify({ entities: [] });
    default:
      return assertNever(step);
  }
}

function replyOf(request: ModelRequest, text: string): ModelReply {
  const prompt = request.messages.reduce((sum, message) => {
    const parts =
      typeof message.content === "string"
        ? [{ type: "text" as const, text: message.content }]
        : message.content;
    return (
      sum + parts.reduce((tokens, part) => tokens + (part.type === "text" ? estimateTokens(part.text) : 0), 0)
    );
  }, 0);
  return {
    text,
    finish: "stop",
    usage: { promptTokens: prompt, completionTokens: estimateTokens(text), cachedTokens: 0, estimated: true },
    answeredBy: EXTRACTIVE_REF,
  };
}
