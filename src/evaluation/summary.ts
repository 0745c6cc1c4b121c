import { type Money, sumMoney } from "#minions";
import type { QuestionScore, SideTokens } from "./score-question.ts";

/** A count out of those questions it can be asked of. */
export interface Tally {
  readonly count: number;
  readonly of: number;
}

/** Totals of a set, or of one kind of question in it. */
export interface ScoreTotals {
  readonly questions: number;
  readonly answered: number;
  readonly failed: number;
  readonly evidenceCitedFirst: Tally;
  readonly evidenceInTop3: Tally;
  readonly evidenceInTop5: Tally;
  readonly allEvidenceInTop5: Tally;
  /** Mean share of evidence pages read, 0 to 1; undefined where no question names evidence. */
  readonly meanEvidenceRead: number | undefined;
  /** Of the questions whose expected answer holds a number. */
  readonly numericMatches: Tally;
  /** Citations, not questions. */
  readonly citationsVerified: Tally;
  readonly local: SideTokens;
  readonly remote: SideTokens;
  readonly cost: Money;
  readonly remoteOnly: SideTokens;
  /** Remote prompt tokens of the remote-only way over those really sent; undefined where none were sent. */
  readonly remoteTokensSaved: number | undefined;
  readonly wallTimeMs: number;
  readonly meanWallTimeMs: number;
}

/** Totals of a whole set and of each kind of question in it. */
export interface EvaluationSummary {
  readonly total: ScoreTotals;
  /** By the set's own kinds, in order of first appearance; empty where it names none. */
  readonly byKind: readonly { readonly kind: string; readonly totals: ScoreTotals }[];
}

/** Adds up scores, for all questions and for each kind. */
export function summarise(scores: readonly QuestionScore[]): EvaluationSummary {
  const kinds = [...new Set(scores.flatMap((score) => score.kind ?? []))];
  return {
    total: totalsOf(scores),
    byKind: kinds.map((kind) => ({ kind, totals: totalsOf(scores.filter((score) => score.kind === kind)) })),
  };
}

function totalsOf(scores: readonly QuestionScore[]): ScoreTotals {
  const ranks = scores.flatMap((score) => score.evidenceRank ?? []);
  const reads = scores.flatMap((score) => score.evidenceRead ?? []);
  const numeric = scores.filter((score) => score.numeric.kind !== "no-number-expected");
  const remote = sumSides(scores.map((score) => score.sides.remote));
  const remoteOnly = sumSides(scores.map((score) => score.remoteOnly));
  const wallTimeMs = sum(scores.map((score) => score.wallTimeMs));
  const tally = (hit: (rank: (typeof ranks)[number]) => boolean): Tally => ({
    count: ranks.filter(hit).length,
    of: ranks.length,
  });
  return {
    questions: scores.length,
    answered: scores.filter((score) => score.outcome === "answered").length,
    failed: scores.filter((score) => score.outcome === "failed").length,
    evidenceCitedFirst: tally((rank) => rank.first),
    evidenceInTop3: tally((rank) => rank.inTop3),
    evidenceInTop5: tally((rank) => rank.inTop5),
    allEvidenceInTop5: tally((rank) => rank.allInTop5),
    meanEvidenceRead: reads.length === 0 ? undefined : sum(reads) / reads.length,
    numericMatches: {
      count: numeric.filter((score) => score.numeric.kind === "match").length,
      of: numeric.length,
    },
    citationsVerified: {
      count: sum(scores.map((score) => score.citationsVerified)),
      of: sum(scores.map((score) => score.citations)),
    },
    local: sumSides(scores.map((score) => score.sides.local)),
    remote,
    cost: sumMoney(scores.map((score) => score.cost)),
    remoteOnly,
    remoteTokensSaved: remote.promptTokens === 0 ? undefined : remoteOnly.promptTokens / remote.promptTokens,
    wallTimeMs,
    meanWallTimeMs: scores.length === 0 ? 0 : wallTimeMs / scores.length,
  };
}

function sumSides(sides: readonly SideTokens[]): SideTokens {
  return {
    promptTokens: sum(sides.map((side) => side.promptTokens)),
    completionTokens: sum(sides.map((side) => side.completionTokens)),
    cost: sumMoney(sides.map((side) => side.cost)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
