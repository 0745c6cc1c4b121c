import type { Citation, Money, RunResult, Side } from "#minions";
import { matchNumbers, type NumericMatch } from "./numeric-match.ts";
import type { EvaluationQuestion, EvidencePage } from "./question-set.ts";

/** Where evidence stands among the cited pages; undefined throughout where the question names no evidence. */
export interface EvidenceRank {
  /** Any evidence page is the first page cited. */
  readonly first: boolean;
  readonly inTop3: boolean;
  readonly inTop5: boolean;
  /** Every evidence page is among the first five cited. */
  readonly allInTop5: boolean;
}

/** Tokens and cost of one side, or of the remote model alone. */
export interface SideTokens {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cost: Money;
}

/** What one question of a set came to. */
export interface QuestionScore {
  readonly id: string;
  readonly kind: string | undefined;
  /** `failed` where the run ended in an error: everything else is then zero or false. */
  readonly outcome: "answered" | "no-answer" | "failed";
  /** Code of the error, where it failed. */
  readonly failure: string | undefined;
  readonly answer: string | null;
  readonly expectedAnswer: string | undefined;
  readonly evidence: readonly EvidencePage[];
  /** Share of the evidence pages that a worker read, 0 to 1; undefined without evidence. */
  readonly evidenceRead: number | undefined;
  readonly evidenceRank: EvidenceRank | undefined;
  /** Distinct pages of verified citations, in rank order. */
  readonly citedPages: readonly EvidencePage[];
  readonly numeric: NumericMatch;
  readonly citations: number;
  readonly citationsVerified: number;
  readonly sides: Readonly<Record<Side, SideTokens>>;
  readonly cost: Money;
  /** What the remote model alone would have taken. */
  readonly remoteOnly: SideTokens;
  readonly wallTimeMs: number;
}

/** Scores one run against what the set knows of the question. */
export function scoreQuestion({
  question,
  result,
}: {
  readonly question: EvaluationQuestion;
  readonly result: RunResult;
}): QuestionScore {
  const answer = result.outcome.kind === "answered" ? result.outcome.answer : null;
  const citedPages = citedPagesOf(result.citations);
  const { usage: local, cost: localCost } = result.sides.local;
  const { usage: remote, cost: remoteCost } = result.sides.remote;
  const { promptTokens, completionTokens, cost } = result.remoteOnly;
  return {
    id: question.id,
    kind: question.kind,
    outcome: result.outcome.kind,
    failure: undefined,
    answer,
    expectedAnswer: question.answer,
    evidence: question.evidence,
    evidenceRead: shareRead(question.evidence, result),
    evidenceRank: rankOf(question.evidence, citedPages),
    citedPages,
    numeric: matchNumbers(question.answer, answer),
    citations: result.citations.length,
    citationsVerified: result.citations.filter((citation) => citation.verified).length,
    sides: {
      local: { promptTokens: local.promptTokens, completionTokens: local.completionTokens, cost: localCost },
      remote: {
        promptTokens: remote.promptTokens,
        completionTokens: remote.completionTokens,
        cost: remoteCost,
      },
    },
    cost: result.cost,
    remoteOnly: { promptTokens, completionTokens, cost },
    wallTimeMs: result.wallTimeMs,
  };
}

/** Scores a question whose run ended in an error, so that it counts against the totals and is not left out. */
export function scoreFailure({
  question,
  failure,
  wallTimeMs,
}: {
  readonly question: EvaluationQuestion;
  /** Code of the error. */
  readonly failure: string;
  readonly wallTimeMs: number;
}): QuestionScore {
  const nothing: SideTokens = { promptTokens: 0, completionTokens: 0, cost: { kind: "known", usd: 0 } };
  return {
    id: question.id,
    kind: question.kind,
    outcome: "failed",
    failure,
    answer: null,
    expectedAnswer: question.answer,
    evidence: question.evidence,
    evidenceRead: question.evidence.length === 0 ? undefined : 0,
    evidenceRank: rankOf(question.evidence, []),
    citedPages: [],
    numeric: matchNumbers(question.answer, null),
    citations: 0,
    citationsVerified: 0,
    sides: { local: nothing, remote: nothing },
    cost: nothing.cost,
    remoteOnly: nothing,
    wallTimeMs,
  };
}

/** "REPORT_2018", "report_2018.pdf" and "dir/Report_2018.PDF" name the same document. */
export function isSameDocument(a: string, b: string): boolean {
  return plainName(a) === plainName(b);
}

function plainName(name: string): string {
  const base = name.split(/[\\/]/).at(-1) ?? name;
  return base.replace(/\.(?:pdf|txt|md|markdown|csv|json|html?|docx)$/i, "").toLowerCase();
}

function isSamePage(a: EvidencePage, b: EvidencePage): boolean {
  return a.page === b.page && isSameDocument(a.documentName, b.documentName);
}

function citedPagesOf(citations: readonly Citation[]): EvidencePage[] {
  const pages: EvidencePage[] = [];
  for (const citation of citations) {
    if (!citation.verified) continue;
    const { documentName, firstPage, lastPage } = citation.location;
    for (let page = firstPage; page <= lastPage; page += 1) {
      const cited = { documentName, page };
      if (!pages.some((known) => isSamePage(known, cited))) pages.push(cited);
    }
  }
  return pages;
}

function rankOf(evidence: readonly EvidencePage[], cited: readonly EvidencePage[]): EvidenceRank | undefined {
  if (evidence.length === 0) return undefined;
  const hitAmong = (count: number): boolean =>
    cited.slice(0, count).some((page) => evidence.some((wanted) => isSamePage(wanted, page)));
  const top5 = cited.slice(0, 5);
  return {
    first: hitAmong(1),
    inTop3: hitAmong(3),
    inTop5: hitAmong(5),
    allInTop5: evidence.every((wanted) => top5.some((page) => isSamePage(wanted, page))),
  };
}

function shareRead(evidence: readonly EvidencePage[], result: RunResult): number | undefined {
  if (evidence.length === 0) return undefined;
  const read = evidence.filter((wanted) =>
    result.coverage.documents.some(
      (document) =>
        isSameDocument(document.documentName, wanted.documentName) &&
        document.pagesRead.includes(wanted.page),
    ),
  );
  return read.length / evidence.length;
}
