import { extractQuotes } from "../citations/index.ts";
import type { RunOutcome } from "../result.ts";
import type { ProtocolEnding, QuoteCandidate } from "../run/ending.ts";
import type { JobOutcome } from "./run-jobs.ts";
import type { Verdict } from "./synthesise.ts";

/** Turns the last verdict into the run's ending: the sources that the supervisor named come first, strongest first. */
export function endingOf(
  verdict: Verdict,
  rounds: number,
  fresh: readonly JobOutcome[],
  all: readonly JobOutcome[],
): ProtocolEnding {
  const outcome = outcomeOf(verdict);
  const sources = verdict.kind === "decided" ? (verdict.synthesis.sources ?? []) : [];
  const named = sources.flatMap((jobId) => fresh.filter((job) => job.report.jobId === jobId));
  const answered = [...fresh, ...all].filter((job) => job.kind === "answered");
  // What the supervisor did not lean on is no evidence for its answer; only where it named nothing do all reports count.
  const carrying = named.some((job) => job.report.citation !== null) ? named : answered;
  const quotes = [...new Set(carrying)].flatMap(quoteOf);
  const inAnswer = outcome.kind === "answered" ? extractQuotes(outcome.answer) : [];
  return { rounds, outcome, quotes: [...quotes, ...inAnswer.map((quote) => ({ quote }))] };
}

function outcomeOf(verdict: Verdict): RunOutcome {
  if (verdict.kind === "unparsable") {
    const explanation = `The supervisor's last reply could not be read: ${verdict.problem}`;
    return { kind: "no-answer", reason: "supervisor-unparsable", explanation };
  }
  const { answer, explanation } = verdict.synthesis;
  if (answer !== null && answer.trim() !== "") return { kind: "answered", answer };
  return { kind: "no-answer", reason: "not-found", explanation };
}

function quoteOf({ report, manifest }: JobOutcome): QuoteCandidate[] {
  if (report.citation === null) return [];
  const { location } = manifest.chunk;
  return [{ quote: report.citation, ...(location ? { near: location } : {}) }];
}
