import type { LineItem } from "../lexicon/line-item.ts";
import { METRICS } from "../lexicon/metrics.ts";
import type { AnalysedQuestion } from "../question/analysed-question.ts";
import { periodsOf } from "../question/periods.ts";
import { formulaFromDefinition } from "./definition-formula.ts";
import { type FigureUnit, formatFigure } from "./format-figure.ts";
import { evaluateFormula, itemsInFormula } from "./formula.ts";
import type { ItemFigures } from "./item-figures.ts";

/** A figure worked out from rows, in words: what it is and what it was computed from. */
export interface ComputedFigure {
  readonly text: string;
  /** Ids of the items it rests on. */
  readonly items: readonly string[];
  /** False where it is a single row's figure, read off as it stands. */
  readonly isDerived: boolean;
}

interface Task {
  readonly name: string;
  readonly formula: string;
  readonly unit: FigureUnit;
}

/** Works out what a question asks for; undefined where a figure is missing or the question asks for no computation. */
export function computeFigure(
  question: AnalysedQuestion,
  figures: readonly ItemFigures[],
): ComputedFigure | undefined {
  const task = taskOf(question);
  if (task === undefined) return undefined;
  const ids = itemsInFormula(task.formula);
  const used = figures.filter((entry) => ids.includes(entry.item.id));
  const years = yearsToCompute(question, used);
  const last = years.at(-1);
  if (used.length < ids.length || last === undefined) return undefined;
  const at = (year: number): number | undefined =>
    evaluateFormula(task.formula, (item, back) =>
      used.find((entry) => entry.item.id === item)?.byYear.get(year - back),
    );
  const text = describe(question, task, years, at, used);
  if (text === undefined) return undefined;
  const isReadOff = task.formula === ids[0] && !/^(?:Average|Compound|Change)/.test(text);
  const basis = isReadOff ? "" : ` Computed from ${basisOf(used)}.`;
  return { text: `${text}${basis}`, items: ids, isDerived: !isReadOff };
}

function taskOf(question: AnalysedQuestion): Task | undefined {
  const { metric, definition, items } = question;
  const defined = definition === undefined ? undefined : formulaFromDefinition(definition);
  const name = metric?.name ?? items[0]?.name ?? "figure";
  const isWhole = metric?.formula === undefined || coversMetric(defined ?? "", metric.formula);
  if (defined !== undefined && isWhole && /[-+*/(]/.test(defined)) {
    return {
      name,
      formula: defined,
      unit: metric?.unit ?? (wantsPercent(question) ? "percent" : defined.includes("/") ? "ratio" : "amount"),
    };
  }
  if (metric?.formula !== undefined) return { name, formula: metric.formula, unit: metric.unit ?? "ratio" };
  const [first] = items;
  if (first === undefined) return undefined;
  const difference = termsOf(question.core.toLowerCase(), items);
  if (difference !== undefined) return difference;
  const share = shareOf(question.core.toLowerCase(), items);
  if (share !== undefined) return share;
  return items.length === 1 && METRICS.every((entry) => entry !== metric)
    ? { name: first.name, formula: first.id, unit: first.id === "eps" ? "ratio" : "amount" }
    : undefined;
}

/** "Capex as a % of revenue", "what share of total assets is goodwill": what follows "of" is the whole. */
function shareOf(lower: string, items: readonly LineItem[]): Task | undefined {
  const rest = /(?:%|\bpercent(?:age)?|\bshare|\bproportion) of (.*)$/.exec(lower)?.[1];
  if (rest === undefined || items.length !== 2) return undefined;
  const whole = items.find((item) => (item.asked.exec(rest)?.index ?? FAR) < FAR);
  const part = items.find((item) => item !== whole);
  if (whole === undefined || part === undefined) return undefined;
  return { name: `${part.name} over ${whole.name}`, formula: `${part.id} / ${whole.id}`, unit: "percent" };
}

/** "Total current assets less total current liabilities": two lines with a sign in words between them. */
function termsOf(lower: string, items: readonly LineItem[]): Task | undefined {
  const spans = items.flatMap((item) => {
    const match = item.asked.exec(lower);
    return match === null ? [] : [{ start: match.index, end: match.index + match[0].length }];
  });
  const [first, second] = spans.sort((a, b) => a.start - b.start);
  if (first === undefined || second === undefined || spans.length !== 2) return undefined;
  if (!/\b(?:less|minus|divided by|over|plus)\b|[/÷+]/.test(lower.slice(first.end, second.start)))
    return undefined;
  const words = lower.slice(first.start, second.end);
  const formula = formulaFromDefinition(words);
  return formula === undefined
    ? undefined
    : { name: words, formula, unit: formula.includes("/") ? "ratio" : "amount" };
}

const FAR = 16;

/** A definition of a part of the metric does not replace the whole. */
function coversMetric(defined: string, formula: string): boolean {
  const given = itemsInFormula(defined);
  const needed = itemsInFormula(formula);
  return given.length >= needed.length || given.some((id) => !needed.includes(id));
}

function wantsPercent(question: AnalysedQuestion): boolean {
  return /%|\bpercent|\bmargin\b/.test(question.text.toLowerCase());
}

const COMPARES = /\b(?:historical|consisten|trend|improv|declin|over time|stable|increas|decreas|grow)/i;

/** The years named; where none is, the latest that every row has, and where two are compared, both. */
function yearsToCompute(question: AnalysedQuestion, used: readonly ItemFigures[]): number[] {
  const common = [...(used[0]?.byYear.keys() ?? [])]
    .filter((year) => used.every((entry) => entry.byYear.has(year)))
    .sort((a, b) => a - b);
  const asked = periodsOf(withoutDefinition(question)).years;
  const named = (asked.length > 0 ? asked : question.periods.years).filter((year) => common.includes(year));
  const last = named.at(-1) ?? (question.periods.years.length === 0 ? common.at(-1) : undefined);
  if (named.length > 1 || last === undefined) return named;
  return COMPARES.test(question.core) ? common.filter((year) => year <= last).slice(-3) : [last];
}

function describe(
  question: AnalysedQuestion,
  task: Task,
  years: readonly number[],
  at: (year: number) => number | undefined,
  used: readonly ItemFigures[],
): string | undefined {
  const show = (value: number, unit: FigureUnit): string => formatFigure(value, unit, question.text, used);
  const lower = withoutDefinition(question).toLowerCase();
  const [first, last] = [years[0], years.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const values = years.map((year) => at(year));
  if (years.length > 1 && /\baverage\b/.test(lower) && /\byears?\b|\bbetween\b|fy/.test(lower)) {
    const known = values.filter((value) => value !== undefined);
    if (known.length < years.length) return undefined;
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    return `Average ${task.name} FY${first} to FY${last}: ${show(mean, task.unit)}.`;
  }
  const [start, end] = [values[0], values.at(-1)];
  if (years.length > 1 && start !== undefined && end !== undefined && start !== 0) {
    if (/\bcagr\b|compound(?:ed)? annual/.test(lower) && end / start > 0) {
      const rate = (end / start) ** (1 / (last - first)) - 1;
      return `Compound annual growth of ${task.name} FY${first} to FY${last}: ${show(rate, "percent")}.`;
    }
    if (
      task.unit === "amount" &&
      /\bgrowth\b|\bgrew\b|\bgrow\b.*(?:%|percent)|year.over.year|% change|percent(?:age)? change|\bchange in\b/.test(
        lower,
      )
    ) {
      const rate = (end - start) / Math.abs(start);
      return `Change of ${task.name} FY${first} to FY${last}: ${show(rate, "percent")}.`;
    }
  }
  const known = years.flatMap((year, index) => {
    const value = values[index];
    return value === undefined ? [] : [`${show(value, task.unit)} in FY${year}`];
  });
  if (known.length === 0) return undefined;
  const name = `${task.name[0]?.toUpperCase() ?? ""}${task.name.slice(1)}`;
  if (isSignQuestion(lower) && end !== undefined && task.unit === "amount") {
    return `${end > 0 ? "Yes" : "No"}: ${task.name} was ${known.toReversed().join(", ")}.`;
  }
  return `${name}: ${known.toReversed().join(", ")}${pointsBetween(task, years, values)}.`;
}

/** How far a percentage moved between the last two years. */
function pointsBetween(
  task: Task,
  years: readonly number[],
  values: readonly (number | undefined)[],
): string {
  const [before, now] = values.slice(-2);
  if (task.unit !== "percent" || years.length < 2 || before === undefined || now === undefined) return "";
  const points = (now - before) * 100;
  const way = points < 0 ? "down" : "up";
  return `; ${way} ${Math.abs(points).toFixed(1)} percentage points from FY${years.at(-2)} to FY${years.at(-1)}`;
}

function isSignQuestion(lower: string): boolean {
  return /^(?:does|do|did|is|was|has|have)\b.*\bpositive\b/.test(lower);
}

function withoutDefinition(question: AnalysedQuestion): string {
  return question.definition === undefined ? question.core : question.core.replace(question.definition, " ");
}

function basisOf(used: readonly ItemFigures[]): string {
  return used.map((entry) => entry.row.label.trim() || entry.item.name).join(", ");
}
