import type { Money } from "#minions";
import type { QuestionScore } from "./score-question.ts";
import type { EvaluationSummary, ScoreTotals, Tally } from "./summary.ts";

const HEADINGS = [
  "question",
  "outcome",
  "read",
  "first",
  "top 3",
  "top 5",
  "number",
  "verified",
  "local tokens",
  "remote tokens",
  "cost",
  "remote only",
  "time",
] as const;

const TEXT_COLUMNS = 2;
const LONGEST_ID = 28;

/** The scores as a table of plain text, one line for each question, and the totals below it. Ends without a newline. */
export function renderTable(scores: readonly QuestionScore[], summary: EvaluationSummary): string {
  const rows = [[...HEADINGS], ...scores.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const lines = rows.map((row) => padRow(row, widths));
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [lines[0], rule, ...lines.slice(1), rule, "", ...renderSummary(summary)].join("\n");
}

function cellsOf(score: QuestionScore): string[] {
  const rank = score.evidenceRank;
  return [
    score.id.length > LONGEST_ID ? `…${score.id.slice(1 - LONGEST_ID)}` : score.id,
    score.failure ?? score.outcome,
    score.evidenceRead === undefined ? "–" : percent(score.evidenceRead),
    mark(rank?.first),
    mark(rank?.inTop3),
    mark(rank?.inTop5),
    score.numeric.kind === "no-number-expected" ? "–" : mark(score.numeric.kind === "match"),
    `${score.citationsVerified}/${score.citations}`,
    tokens(score.sides.local.promptTokens + score.sides.local.completionTokens),
    tokens(score.sides.remote.promptTokens + score.sides.remote.completionTokens),
    money(score.cost),
    money(score.remoteOnly.cost),
    seconds(score.wallTimeMs),
  ];
}

function padRow(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, column) => {
      const width = widths[column] ?? 0;
      return column < TEXT_COLUMNS ? cell.padEnd(width) : cell.padStart(width);
    })
    .join("  ")
    .trimEnd();
}

function renderSummary(summary: EvaluationSummary): string[] {
  const { total, byKind } = summary;
  const lines = [
    `Questions                ${total.questions}, answered ${total.answered}, failed ${total.failed}`,
    `Evidence page read       ${total.meanEvidenceRead === undefined ? "–" : percent(total.meanEvidenceRead)}`,
    `Evidence cited first     ${share(total.evidenceCitedFirst)}`,
    `Evidence in the top 3    ${share(total.evidenceInTop3)}`,
    `Evidence in the top 5    ${share(total.evidenceInTop5)}`,
    `All evidence in top 5    ${share(total.allEvidenceInTop5)}`,
    `Number matches           ${share(total.numericMatches)}`,
    `Citations verified       ${share(total.citationsVerified)}`,
    `Local tokens             ${tokens(total.local.promptTokens)} in, ${tokens(total.local.completionTokens)} out`,
    `Remote tokens            ${tokens(total.remote.promptTokens)} in, ${tokens(total.remote.completionTokens)} out`,
    `Cost                     ${money(total.cost)} (local ${money(total.local.cost)}, remote ${money(total.remote.cost)})`,
    `Remote model alone       ${tokens(total.remoteOnly.promptTokens)} tokens in, ${money(total.remoteOnly.cost)}${saved(total)}`,
    `Time                     ${seconds(total.wallTimeMs)}, ${seconds(total.meanWallTimeMs)} a question`,
  ];
  const kinds = byKind.map(
    ({ kind, totals }) =>
      `${kind.padEnd(25)}first ${share(totals.evidenceCitedFirst)}, top 5 ${share(totals.evidenceInTop5)}, number ${share(totals.numericMatches)}`,
  );
  return kinds.length === 0 ? lines : [...lines, "", ...kinds];
}

function saved(total: ScoreTotals): string {
  return total.remoteTokensSaved === undefined
    ? ""
    : `, ${total.remoteTokensSaved.toFixed(1)}x the tokens sent`;
}

function mark(hit: boolean | undefined): string {
  if (hit === undefined) return "–";
  return hit ? "yes" : "no";
}

function share(tally: Tally): string {
  return tally.of === 0 ? "–" : `${tally.count}/${tally.of} (${percent(tally.count / tally.of)})`;
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}

function tokens(count: number): string {
  if (count < 10_000) return String(Math.round(count));
  return count < 1_000_000 ? `${(count / 1_000).toFixed(1)}k` : `${(count / 1_000_000).toFixed(2)}M`;
}

function money(amount: Money): string {
  if (amount.kind === "unknown") return "unknown";
  return `$${amount.usd.toFixed(amount.usd !== 0 && amount.usd < 0.01 ? 5 : 3)}`;
}

function seconds(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
