import { STATEMENT_SIGNS, type StatementKind, type StatementSigns } from "../lexicon/statements.ts";
import type { Line } from "../text/lines.ts";
import { singleSpaced, squeeze } from "../text/words.ts";

/** How sure the analysis is, 0 to 1, that a page is the primary statement of each kind. */
export type StatementLikeness = Readonly<Partial<Record<StatementKind, number>>>;

const NOT_PRIMARY =
  /consolidating|pro ?forma|parent company|registrant only|condensed financial information|schedule i\b|selected (?:consolidated )?financial|supplemental|segment information|\bguarantor|as a percent|common.size|reconciliation/;
const IN_PROSE = /\b(?:see|refer|included|note|notes|following|our|the)\b.*\bstatements?\b.*\.\s*$/;

/** Judges a page by its title lines, by the rows such a statement has, and by how much of it is rows. */
export function statementLikeness(lines: readonly Line[], contentsLike: boolean): StatementLikeness {
  if (contentsLike) return {};
  const rows = lines.filter((line) => line.isRow && line.cells.length > 0);
  const filled = lines.filter((line) => !line.isBlank);
  const labels = rows.map((row) => row.squeezedLabel);
  const titles = titleLines(lines);
  const density = filled.length === 0 ? 0 : rows.length / filled.length;
  const likeness: Partial<Record<StatementKind, number>> = {};
  for (const signs of STATEMENT_SIGNS) {
    const value = likenessOf(signs, titles, labels, density);
    if (value > 0.15) likeness[signs.kind] = value;
  }
  if (isCoverPage(lines)) likeness.cover = 1;
  return likeness;
}

function likenessOf(
  signs: StatementSigns,
  titles: readonly { text: string; depth: number }[],
  labels: readonly string[],
  density: number,
): number {
  const found = signs.rows.filter((pattern) => labels.some((label) => pattern.test(label))).length;
  const rowShare = Math.min(1, found / signs.rowsForCertainty);
  const title = titles.find((line) => signs.title.test(line.text));
  const titled = title === undefined ? 0 : title.depth < 12 ? 1 : 0.8;
  const primary = titles.some((line) => line.depth < 16 && NOT_PRIMARY.test(line.text)) ? 0.45 : 1;
  const tabular = Math.min(1, density / 0.45);
  return (0.5 * titled * (0.3 + 0.7 * rowShare) + 0.5 * rowShare ** 1.5) * (0.4 + 0.6 * tabular) * primary;
}

/** Lines that can be titles: short, no row, no sentence, not the name of a statement inside running text. */
function titleLines(lines: readonly Line[]): { text: string; depth: number }[] {
  const titles: { text: string; depth: number }[] = [];
  let depth = 0;
  for (const line of lines) {
    if (line.isBlank) continue;
    depth += 1;
    const text = singleSpaced(line.text).toLowerCase();
    if (line.isRow && line.cells.length > 1) continue;
    if (text.length > 150 || IN_PROSE.test(text) || /[,;]$/.test(text)) continue;
    titles.push({ text, depth });
  }
  return titles;
}

function isCoverPage(lines: readonly Line[]): boolean {
  if (!lines.some((line) => /12\s*\(b\)/i.test(line.text))) return false;
  const text = squeeze(lines.map((line) => line.text).join(" ")).slice(0, 20_000);
  return (
    /securitiesregisteredpursuanttosection12b/.test(text) &&
    /commissionfile|exactname|stateorotherjurisdiction/.test(text)
  );
}
