import type { ModelStep } from "#minions";
import { UniquenessCheck } from "../answer/evidence-quote.ts";
import { selectEvidence } from "../answer/select-evidence.ts";
import { stateFinding } from "../answer/state-finding.ts";
import { NOTHING_FOUND, renderWorkerReply } from "../answer/worker-reply.ts";
import type { DocumentIndex } from "../document-index.ts";
import { analyseQuestion } from "../question/analysed-question.ts";
import { findEvidence } from "../search/find-evidence.ts";
import { namesOf } from "../search/names-of.ts";
import { corpusWeights } from "../search/term-weights.ts";

/** Below this the best page has little of the question: better to say that nothing was found. */
const WEAK = 0.3;

/** Minion's worker: reads everything and quotes what answers the message. */
export function* work(
  step: Extract<ModelStep, { kind: "minion-work" }>,
  index: DocumentIndex,
): Generator<void, string> {
  const pages = yield* index.pagesOf(step.documents);
  const question = analyseQuestion(step.message, namesOf(pages));
  const weights = yield* corpusWeights(pages.map((entry) => entry.page));
  const findings = yield* findEvidence(pages, question, weights);
  if ((findings[0]?.score ?? 0) < WEAK) return NOTHING_FOUND;
  const selected = selectEvidence(findings, question, new UniquenessCheck(pages));
  if (selected.length === 0) return NOTHING_FOUND;
  return renderWorkerReply(stateFinding(question, selected), selected);
}
