import { InvalidUsageError } from "../errors.ts";

const SECOND = 1_000;
const UNITS: Readonly<Record<string, number>> = {
  s: SECOND,
  m: 60 * SECOND,
  h: 3_600 * SECOND,
  d: 86_400 * SECOND,
  w: 604_800 * SECOND,
};
const LONGEST_MS = 36_525 * 86_400 * SECOND;

/** `90d`, `24h`, `30m`, `45s`, `2w` or `0` in milliseconds. @throws InvalidUsageError, which names the option */
export function durationOf(text: string, option: string): number {
  const duration = parseDuration(text);
  if (duration === undefined) throw new InvalidUsageError(`${option} takes a time such as 24h or 7d.`);
  return duration;
}

/** When something ends: a time from now on (`90d`) or a date (`2027-01-31`, `2027-01-31T12:00:00Z`). @throws InvalidUsageError */
export function endOf(text: string, option: string, now: number): number {
  const duration = parseDuration(text);
  const at = duration === undefined ? parseDate(text) : now + duration;
  if (at === undefined) {
    throw new InvalidUsageError(`${option} takes a time such as 90d, or a date such as 2027-01-31.`);
  }
  if (at <= now) throw new InvalidUsageError(`${option} must lie in the future.`);
  return at;
}

/** When something began: a time ago (`24h`) or a date. @throws InvalidUsageError */
export function agoOf(text: string, option: string, now: number): number {
  const duration = parseDuration(text);
  const at = duration === undefined ? parseDate(text) : now - duration;
  if (at === undefined) {
    throw new InvalidUsageError(`${option} takes a time such as 24h, or a date such as 2027-01-31.`);
  }
  return at;
}

function parseDuration(text: string): number | undefined {
  if (text.trim() === "0") return 0;
  const [, amount, unit = ""] = /^(\d{1,9})([smhdw])$/.exec(text.trim()) ?? [];
  const factor = UNITS[unit];
  const duration = amount === undefined || factor === undefined ? Number.NaN : Number(amount) * factor;
  return duration <= LONGEST_MS ? duration : undefined;
}

/** A date alone is its beginning in UTC; a time without a zone could be meant anywhere and is none. */
function parseDate(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text.trim())) return undefined;
  const at = Date.parse(text.trim());
  return Number.isNaN(at) ? undefined : at;
}
