import type { SourceDocument, SourceImage } from "../document.ts";
import { estimateTokens, type ModelRef, type Usage } from "../model-port.ts";
import type { RemoteOnlyEstimate } from "../result.ts";
import { costOf } from "./cost.ts";
import type { Prices } from "./price-table.ts";

/** Tokens that one image is taken to cost: what the large providers bill for about a megapixel, within a third. */
export const ESTIMATED_TOKENS_PER_IMAGE = 1_000;

/** Completion tokens where the run found no answer that could be measured: a paragraph. */
const TOKENS_OF_AN_ANSWER = 150;

export interface RemoteOnlyTask {
  readonly question: string;
  readonly documents: readonly SourceDocument[];
  readonly images: readonly SourceImage[];
  /** The answer that the run gave; null where it gave none. */
  readonly answer: string | null;
  readonly remote: ModelRef;
  readonly prices: Prices;
}

/**
 * What the remote model alone would have cost, had it read the question and everything else once and given the answer.
 * Whether its context window would have held it all is not asked. A remote side on own hardware is priced as such.
 */
export function estimateRemoteOnly(task: RemoteOnlyTask): RemoteOnlyEstimate {
  const { question, documents, images, answer, remote, prices } = task;
  const ofDocuments = documents.reduce((sum, document) => sum + documentTokens(document), 0);
  const usage: Usage = {
    promptTokens: estimateTokens(question) + ofDocuments + images.length * ESTIMATED_TOKENS_PER_IMAGE,
    completionTokens: answer === null ? TOKENS_OF_AN_ANSWER : estimateTokens(answer),
    cachedTokens: 0,
    estimated: true,
  };
  return {
    model: remote,
    promptTokens: usage.promptTokens,
    completionTokens: usage.completionTokens,
    cost: costOf(usage, remote, prices),
  };
}

function documentTokens(document: SourceDocument): number {
  return document.pages.reduce((sum, page) => sum + estimateTokens(page.text), 0);
}
