/** The time that a question is about. */
export interface Periods {
  /** Four-digit fiscal or calendar years, ascending; ranges are filled in. */
  readonly years: readonly number[];
  /** 1 to 4, where the question names a quarter. */
  readonly quarters: readonly number[];
}

const YEAR = /\b(?:fy\s*['’]?|fiscal(?: year)? |q[1-4]\s*(?:of\s*)?(?:fy)?\s*['’]?\s*)?((?:19|20)\d{2})\b/g;
const SHORT_YEAR = /\b(?:fy|q[1-4]\s*(?:of\s*)?(?:fy)?)\s*['’]?(\d{2})\b/g;
const RANGE = /((?:19|20)\d{2})\s*(?:-|–|—|to|through|until)\s*(?:fy\s*)?((?:19|20)\d{2})/g;
const QUARTER_WORDS = ["first quarter", "second quarter", "third quarter", "fourth quarter"];

/** Years and quarters in any of the ways people write them: FY2018, FY18, 2018, Q2 of FY2023, FY2023Q1. */
export function periodsOf(question: string): Periods {
  const text = question.toLowerCase().replaceAll(/(fy|fiscal)\s*((?:19|20)?\d{2})(q[1-4])/g, "$1$2 $3");
  const spaced = text.replaceAll(/\bq([1-4])\s*['’]?\s*((?:19|20)\d{2})/g, "q$1 $2");
  const years = new Set<number>();
  for (const match of spaced.matchAll(YEAR)) years.add(Number(match[1]));
  for (const match of spaced.matchAll(/fy\s*['’]?((?:19|20)\d{2})/g)) years.add(Number(match[1]));
  for (const match of spaced.matchAll(SHORT_YEAR)) {
    const year = Number(match[1]);
    if (!/\d/.test(spaced[match.index + match[0].length] ?? ""))
      years.add(year > 60 ? 1900 + year : 2000 + year);
  }
  for (const match of spaced.matchAll(RANGE)) {
    const from = Number(match[1]);
    const to = Number(match[2]);
    if (to > from && to - from <= 10) for (let year = from; year <= to; year += 1) years.add(year);
  }
  const quarters = new Set<number>();
  for (const match of spaced.matchAll(/\bq([1-4])\b|\b([1-4])q\d{2}/g))
    quarters.add(Number(match[1] ?? match[2]));
  for (const [index, words] of QUARTER_WORDS.entries()) if (spaced.includes(words)) quarters.add(index + 1);
  return { years: [...years].sort((a, b) => a - b), quarters: [...quarters].sort() };
}
