import type { TaskArtifact } from "#engine";
import type { LedgerEntry, RunResult } from "#minions";
import { toJson } from "../to-json.ts";

/** The one artifact of a task: the answer, first as it is written, then whole with all that belongs to it. */
export const ANSWER_ARTIFACT = { artifactId: "answer", name: "answer" } as const;

/** Form of the data part, so that clients can tell it from others and later forms from this one. */
export const RESULT_FORM = "a2a-minions/result/1";

/** What clients get of a result: everything but the texts that went to the remote side, which stay with their sizes and hashes. */
export interface PublicResult extends Omit<RunResult, "ledger"> {
  readonly form: typeof RESULT_FORM;
  readonly ledger: readonly Omit<LedgerEntry, "text">[];
}

export function publicResult(result: RunResult): PublicResult {
  const ledger = result.ledger.map(({ text: _text, ...entry }) => entry);
  return { form: RESULT_FORM, ...result, ledger };
}

/** The answer, or the plain words that there is none. */
export function outcomeText({ outcome }: Pick<RunResult, "outcome">): string {
  return outcome.kind === "answered" ? outcome.answer : `No answer found. ${outcome.explanation}`.trim();
}

export function resultArtifact(result: PublicResult): TaskArtifact {
  return {
    ...ANSWER_ARTIFACT,
    parts: [
      { kind: "text", text: outcomeText(result) },
      { kind: "data", data: toJson(result) },
    ],
  };
}
