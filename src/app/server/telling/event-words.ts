import { assertNever } from "#kernel";
import { formatModelRef, localOnlyNotice } from "#minions";
import type { AskEvent } from "../../ask-event.ts";

/** Who speaks in an update: one of the two sides, or the server about the work itself. */
export type Speaker = "supervisor" | "worker" | "server";

/** Events that are told as updates of the status; the answer's pieces and the result go into the artifact. */
export type ToldEvent = Exclude<AskEvent, { type: "answer-delta" | "run-finished" }>;

export function speakerOf(event: ToldEvent): Speaker {
  switch (event.type) {
    case "advice-given":
    case "supervisor-thought":
    case "supervisor-asked":
    case "decomposition-failed":
    case "answer-started":
    case "answer-proposed":
      return "supervisor";
    case "worker-replied":
    case "documents-narrowed":
    case "job-finished":
      return "worker";
    case "model-called":
      return event.side === "remote" ? "supervisor" : "worker";
    case "run-started":
    case "privacy-applied":
    case "round-started":
    case "jobs-prepared":
    case "outputs-aggregated":
    case "reply-repaired":
    case "stand-in-took-over":
    case "document-read":
    case "image-taken":
    case "document-refused":
      return "server";
    default:
      return assertNever(event);
  }
}

/** An event in words, for clients that show the text of an update and nothing else. */
export function wordsOf(event: ToldEvent): string {
  switch (event.type) {
    case "document-read":
      return `Read ${event.name}: ${event.pages} page(s), ${event.characters} characters.`;
    case "image-taken":
      return `Took the picture ${event.name}.`;
    case "document-refused":
      return `Left out ${event.name}: ${event.message}`;
    case "run-started":
      return `Started ${event.skill}: local ${formatModelRef(event.local)}, remote ${formatModelRef(event.remote)}.`;
    case "privacy-applied":
      return `Replaced ${event.placeholders} value(s) by placeholders.`;
    case "round-started":
      return `Round ${event.round}${event.final ? " (the last)" : ""}.`;
    case "advice-given":
    case "supervisor-thought":
    case "worker-replied":
      return event.text;
    case "supervisor-asked":
      return event.message;
    case "documents-narrowed":
      return `Reads ${event.pagesKept} of ${event.pages} page(s) that fit its window.`;
    case "decomposition-failed":
      return `Decomposition by ${event.form} failed (attempt ${event.attempt}): ${event.message}`;
    case "jobs-prepared":
      return `Prepared ${event.jobs} job(s) over ${event.chunksMade} chunk(s).`;
    case "job-finished":
      return `${event.done} of ${event.total} job(s) done.`;
    case "outputs-aggregated":
      return `Put the outputs together: ${event.characters} characters.`;
    case "model-called":
      return event.reused === true
        ? `A reply of ${formatModelRef(event.model)} to an earlier task was reused.`
        : `${formatModelRef(event.model)} replied.`;
    case "reply-repaired":
      return `A reply was not as asked and was asked for again: ${event.problem}`;
    case "stand-in-took-over":
      return localOnlyNotice(event);
    case "answer-started":
      return "Writing the answer.";
    case "answer-proposed":
      return event.answer;
    default:
      return assertNever(event);
  }
}
