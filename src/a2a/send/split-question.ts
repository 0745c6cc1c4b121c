import type { ContentPart } from "#engine";

/** A message of a user, taken apart: what is asked, and what it is asked about. */
export interface AskedMessage {
  /** Undefined in a message that only brings documents. */
  readonly question: string | undefined;
  /** All other parts, in order. */
  readonly documents: readonly ContentPart[];
}

/** The first text that says anything is the question; every other part is a document, texts too. */
export function splitQuestion(parts: readonly ContentPart[]): AskedMessage {
  const asking = parts.find((part) => part.kind === "text" && part.text.trim() !== "");
  return {
    question: asking?.kind === "text" ? asking.text : undefined,
    documents: parts.filter((part) => part !== asking && !(part.kind === "text" && part.text.trim() === "")),
  };
}
