import type { Money } from "#minions";

const WHOLE = new Intl.NumberFormat("en-US");

export function formatCount(count: number): string {
  return WHOLE.format(count);
}

/** "1 page", "3 pages", "1,200 pages". */
export function formatQuantity(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** Four digits that count, so that a tenth of a cent does not read as nothing. */
export function formatMoney(money: Money): string {
  if (money.kind === "unknown") return `unknown (no price for ${money.models.join(", ")})`;
  if (money.usd === 0) return "$0";
  if (money.usd >= 1) return `$${money.usd.toFixed(2)}`;
  return `$${Number(money.usd.toPrecision(3)).toFixed(10).replace(/0+$/, "")}`;
}

export function formatSeconds(milliseconds: number): string {
  return milliseconds < 1000
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
}

/** Ascending numbers with runs drawn together: "1-3, 7". */
export function formatRanges(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(", ");
}
