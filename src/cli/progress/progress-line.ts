import type { AskEvent } from "#app";
import { formatModelRef } from "#minions";
import { formatCount, formatQuantity, formatSeconds } from "../output/format.ts";
import { shortLine, terminalLine } from "../output/terminal-text.ts";

const TEXT_LENGTH = 200;

/** One plain line for an event that a reader of a log would want; undefined for all others. */
export function progressLine(event: AskEvent): string | undefined {
  switch (event.type) {
    case "document-read": {
      const name = terminalLine(event.name);
      return `read ${name} (${event.done}/${event.total}): ${formatQuantity(event.pages, "page")}, ${formatQuantity(event.characters, "character")}`;
    }
    case "image-taken":
      return `took the image ${terminalLine(event.name)} (${event.done}/${event.total})`;
    case "document-refused":
      return `left out ${terminalLine(event.name)}: ${terminalLine(event.message)}`;
    case "run-started": {
      const protocol = event.skill === "minions_query" ? "MinionS" : "Minion";
      const models = `local ${formatModelRef(event.local)}, remote ${formatModelRef(event.remote)}`;
      return `${protocol} started: ${terminalLine(models)}`;
    }
    case "round-started":
      return `round ${event.round}${event.final ? " (the last)" : ""}`;
    case "jobs-prepared": {
      const skipped = event.chunksSkipped > 0 ? `, ${formatCount(event.chunksSkipped)} skipped` : "";
      return `${formatQuantity(event.jobs, "job")} over ${formatQuantity(event.chunksMade, "chunk")}${skipped}`;
    }
    case "job-finished":
      return isMilestone(event.done, event.total) ? `jobs ${event.done}/${event.total}` : undefined;
    case "answer-proposed":
      return "answer found";
    default:
      return undefined;
  }
}

/** A line for everything that happens, with the words that were said: for `--verbose`. */
export function verboseLine(event: AskEvent): string | undefined {
  const said = (who: string, text: string): string => `${who}: ${shortLine(text, TEXT_LENGTH)}`;
  switch (event.type) {
    case "privacy-applied":
      return `privacy: ${formatQuantity(event.placeholders, "value")} replaced by placeholders`;
    case "advice-given":
      return said("supervisor advises", event.text);
    case "supervisor-thought":
      return said("supervisor thinks", event.text);
    case "supervisor-asked":
      return said("supervisor asks", event.message);
    case "worker-replied":
      return said("worker replies", event.text);
    case "documents-narrowed":
      return `worker reads ${formatCount(event.pagesKept)} of ${formatQuantity(event.pages, "page")} that fit its window`;
    case "decomposition-failed":
      return said(
        `decomposition by ${event.form} failed (attempt ${event.attempt}, ${event.fault})`,
        event.message,
      );
    case "job-finished": {
      const answer = event.answer === null ? "" : `: ${shortLine(event.answer, TEXT_LENGTH)}`;
      return `job ${event.done}/${event.total} ${terminalLine(event.source)} ${event.outcome}${answer}`;
    }
    case "outputs-aggregated":
      return `outputs put together${event.fallBack ? " by the fall-back" : ""}: ${formatQuantity(event.characters, "character")}`;
    case "model-called":
      return (
        `${event.side} ${terminalLine(formatModelRef(event.model))} ${event.stepPath}${event.reused ? " (reused)" : ""}: ` +
        `${formatCount(event.usage.promptTokens)} tokens in, ${formatCount(event.usage.completionTokens)} out, ` +
        formatSeconds(event.durationMs)
      );
    case "reply-repaired":
      return said("reply was not as asked, asked again", event.problem);
    default:
      return progressLine(event);
  }
}

/** Every tenth of the way, and the end. */
function isMilestone(done: number, total: number): boolean {
  return done === total || Math.floor((done * 10) / total) > Math.floor(((done - 1) * 10) / total);
}
