import type { TextLocation } from "../chunk.ts";
import type { RunOutcome } from "../result.ts";

/** What either protocol leaves behind when it ends; the run makes its result from it. */
export interface ProtocolEnding {
  readonly rounds: number;
  readonly outcome: RunOutcome;
  /** Quotes to check, strongest first, with the place that the worker read where it is known. */
  readonly quotes: readonly QuoteCandidate[];
}

export interface QuoteCandidate {
  readonly quote: string;
  readonly near?: TextLocation;
}
