import { numbersInText, type TextNumber } from "./numbers-in-text.ts";

/** Whether an answer gives the numbers that the expected answer gives. */
export type NumericMatch =
  | { readonly kind: "no-number-expected" }
  | { readonly kind: "match"; readonly expected: number; readonly found: number }
  | { readonly kind: "mismatch"; readonly expected: number; readonly found: number };

/** Relative difference that still counts as the same. */
const TOLERANCE = 0.01;
const SCALE_STEPS = [1, 1e3, 1e6, 1e9, 1e-3, 1e-6, 1e-9];

/**
 * Compares numbers, not words: 1,577 in a table in millions is $1.577 billion is 1577 million; 30.8 % is 0.308; a
 * number in parentheses is negative, and also stands for the amount that was paid. Within 1 %, or equal when rounded to
 * the decimals of the expected number. All expected numbers must be found for a match; years do not count.
 */
export function matchNumbers(expectedAnswer: string | undefined, answer: string | null): NumericMatch {
  const expected = expectedAnswer === undefined ? [] : numbersInText(expectedAnswer);
  if (expected.length === 0) return { kind: "no-number-expected" };
  const given = answer === null ? [] : numbersInText(answer);
  const found = expected.filter((number) => given.some((candidate) => isSame(number, candidate))).length;
  return { kind: found === expected.length ? "match" : "mismatch", expected: expected.length, found };
}

function isSame(expected: TextNumber, given: TextNumber): boolean {
  return factorsBetween(expected, given).some((factor) => {
    const value = given.value * factor;
    if (isClose(expected, value)) return true;
    return given.inParentheses && isClose(expected, -value);
  });
}

/** What the given number may be multiplied by before it is compared: scales, and percent against fraction. */
function factorsBetween(expected: TextNumber, given: TextNumber): number[] {
  if (expected.percent !== given.percent) {
    if (expected.scale !== undefined || given.scale !== undefined || given.currency || expected.currency)
      return [];
    return expected.percent ? [1, 100] : [1, 0.01];
  }
  if (expected.percent) return [1];
  if (expected.scale !== undefined && given.scale !== undefined) return [given.scale / expected.scale];
  const hasScale = expected.scale !== undefined || given.scale !== undefined;
  const isAmount =
    hasScale ||
    expected.currency ||
    given.currency ||
    Math.abs(expected.value) >= 1000 ||
    Math.abs(given.value) >= 1000;
  return isAmount ? SCALE_STEPS : [1];
}

function isClose(expected: TextNumber, value: number): boolean {
  const difference = Math.abs(expected.value - value);
  if (difference <= TOLERANCE * Math.abs(expected.value)) return true;
  const halfUnit = 0.5 * 10 ** -expected.decimals;
  return difference <= halfUnit + 1e-9 && Math.abs(expected.value) >= halfUnit;
}
