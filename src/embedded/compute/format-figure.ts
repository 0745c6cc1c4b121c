import type { ItemFigures } from "./item-figures.ts";
import { commonScale } from "./item-figures.ts";

/** What a figure is, which decides how it is printed. */
export type FigureUnit = "ratio" | "percent" | "days" | "amount";

const WORD_NUMBERS: Readonly<Record<string, number>> = { no: 0, zero: 0, one: 1, two: 2, three: 3, four: 4 };
const ASKED_SCALES: readonly (readonly [RegExp, number, string])[] = [
  [/\b(?:in|usd|dollar|\$|units? of)\s*(?:us\s*)?(?:usd|dollars?|\$)?\s*billions?\b/i, 1e9, "billion"],
  [/\b(?:in|usd|dollar|\$|units? of)\s*(?:us\s*)?(?:usd|dollars?|\$)?\s*millions?\b/i, 1e6, "million"],
  [/\b(?:in|usd|dollar|\$|units? of)\s*(?:us\s*)?(?:usd|dollars?|\$)?\s*thousands?\b/i, 1e3, "thousand"],
];

/** Prints a figure in the unit and with the decimals that the question asks for, or as the report prints such figures. */
export function formatFigure(
  value: number,
  unit: FigureUnit,
  question: string,
  used: readonly ItemFigures[],
): string {
  const decimals = askedDecimals(question);
  if (unit === "percent") return `${fixed(value * 100, decimals ?? 1)}%`;
  if (unit === "ratio") return fixed(value, decimals ?? 2);
  if (unit === "days") return `${fixed(value, decimals ?? 2)} days`;
  const asked = ASKED_SCALES.find(([words]) => words.test(question));
  const stated = commonScale(used);
  const [factor, word] =
    asked === undefined ? [stated.factor, stated.word.replace(/s$/, "")] : [asked[1], asked[2]];
  const places = decimals ?? (factor >= 1e9 || Math.abs(value / factor) < 10 ? 2 : 0);
  return `${fixed(value / factor, places)}${word === "" ? "" : ` ${word}`}`;
}

function askedDecimals(question: string): number | undefined {
  const match = /\b(no|zero|one|two|three|four|\d)\s+decimal/i.exec(question)?.[1]?.toLowerCase();
  return match === undefined ? undefined : (WORD_NUMBERS[match] ?? Number(match));
}

/** With thousands separators, and never "-0". */
function fixed(value: number, decimals: number): string {
  const rounded = Number(value.toFixed(decimals));
  return (rounded === 0 ? 0 : rounded).toLocaleString("en-US", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}
