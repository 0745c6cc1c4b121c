import type { JobReply, ModelStep } from "#minions";
import { type EvidenceQuote, UniquenessCheck } from "../answer/evidence-quote.ts";
import { selectEvidence } from "../answer/select-evidence.ts";
import { stateFinding } from "../answer/state-finding.ts";
import type { DocumentIndex } from "../document-index.ts";
import { analyseQuestion, nameStems } from "../question/analysed-question.ts";
import { findEvidence } from "../search/find-evidence.ts";
import { fixedWeights } from "../search/term-weights.ts";
import { describeStrength, strengthOf } from "./strength.ts";

const WEAK = 0.25;
const MAX_JOINED = 3;

/** MinionS' worker: one task over one chunk, or an honest null. */
export function* job(
  step: Extract<ModelStep, { kind: "minions-job" }>,
  index: DocumentIndex,
): Generator<void, JobReply> {
  const pages = yield* index.pagesOfChunk(step.chunk);
  const question = analyseQuestion(step.task, [step.chunk.location?.documentName ?? ""]);
  const weights = fixedWeights(nameStems([step.chunk.location?.documentName ?? ""]));
  const findings = yield* findEvidence(pages, question, weights, "absolute");
  const strength = strengthOf(findings[0]?.score ?? 0);
  const selected = selectEvidence(findings.slice(0, 1), question, new UniquenessCheck(pages));
  const quotes = selected[0]?.quotes ?? [];
  if (strength < WEAK || quotes.length === 0) {
    return { explanation: "Nothing in this part fits the task.", citation: null, answer: null };
  }
  const isAboutLines = question.items.length > 1 && (findings[0]?.items.length ?? 0) > 1;
  const citation = isAboutLines ? joinQuotes(quotes.slice(0, MAX_JOINED)) : (quotes[0]?.text ?? null);
  return { explanation: describeStrength(strength), citation, answer: stateFinding(question, selected) };
}

/** A job has one citation: rows that stand apart are quoted in their order, with an ellipsis for what is left out. */
function joinQuotes(quotes: readonly EvidenceQuote[]): string {
  const inOrder = quotes.toSorted((a, b) => a.start - b.start);
  const apart = inOrder.filter((quote, index) => quote.start >= (inOrder[index - 1]?.end ?? 0));
  return apart.map((quote) => quote.text).join(" … ");
}
