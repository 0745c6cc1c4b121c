import { type Row, SEGMENTS, YEARS, type Year } from "./figures.ts";

/** Parts of a year's sales by quarter, in percent; the fourth quarter takes what is left, so that quarters add up. */
const SEASON: Readonly<Record<string, readonly [number, number, number]>> = {
  "Ocean Sensing": [23, 24, 26],
  "Harbour Automation": [22, 25, 25],
  "Survey Services": [14, 16, 34],
};

export interface Quarter {
  readonly year: Year;
  /** 1..4. */
  readonly number: number;
  /** Net sales by segment, in the order of SEGMENTS, then the total; USD millions. */
  readonly sales: readonly number[];
}

/** Twelve quarters, newest year first, that add up to the years' sales by segment. */
export function quarters(): Quarter[] {
  return YEARS.flatMap((year) => {
    const bySegment = SEGMENTS.map((row) => split(row, year));
    return [0, 1, 2, 3].map((index) => {
      const sales = bySegment.map((parts) => parts[index] ?? 0);
      return { year, number: index + 1, sales: [...sales, sales.reduce((sum, part) => sum + part, 0)] };
    });
  });
}

function split(row: Row, year: Year): number[] {
  const total = Number(row[YEARS.indexOf(year) + 1]);
  const [first, second, third] = (SEASON[row[0]] ?? [25, 25, 25]).map((share) =>
    Math.round((total * share) / 100),
  );
  const known = [first ?? 0, second ?? 0, third ?? 0];
  return [...known, total - known.reduce((sum, part) => sum + part, 0)];
}
