import { type SqueezedText, squeeze } from "./squeeze.ts";

/** One spelling of a value. */
interface Form {
  readonly entry: number;
  /** Offsets within the squeezed spelling at which its own words part. */
  readonly splits: readonly number[];
  /** Digits and codes: matched even inside a longer run of characters. */
  readonly anywhere: boolean;
  /** An everyday word in other cases: matched only where it begins with a capital. */
  readonly capitalOnly: boolean;
}

/** Where a known value stands in a text. */
export interface KnownSpan {
  readonly entry: number;
  readonly start: number;
  readonly end: number;
}

export interface FormTraits {
  readonly anywhere: boolean;
  readonly capitalOnly: boolean;
}

/** Finds values that are known already, however they are spaced, hyphenated, accented or written in case. */
export interface KnownValues {
  /** Adds a spelling; one that is known already stays with the entry that had it first, which is returned. */
  add(spelling: string, entry: number, traits: FormTraits): number | undefined;
  entryOf(spelling: string): number | undefined;
  /** Leftmost, longest, without overlap. */
  find(text: string): KnownSpan[];
}

const PREFIX = 3;
const MIN_UNITS = 2;
const MAX_UNITS = 400;
/** Units from which a match counts with its separators anywhere: shorter ones would meet ordinary words by chance. */
const LONG_ENOUGH = 8;
const JOINABLE = 5;

export function createKnownValues(): KnownValues {
  const forms = new Map<string, Form>();
  /** Lengths of the spellings that begin with a prefix, longest first; and whether any of them counts anywhere. */
  const lengths = new Map<string, { readonly sizes: number[]; anywhere: boolean }>();
  return {
    add(spelling, entry, traits) {
      const { units, breaks } = squeeze(spelling);
      if (units.length < MIN_UNITS || units.length > MAX_UNITS) return undefined;
      const known = forms.get(units);
      if (known) return known.entry;
      const splits = [...breaks.keys()].filter((at) => at > 0 && breaks[at] !== 0);
      const anywhere = traits.anywhere && units.length >= LONG_ENOUGH;
      forms.set(units, { entry, splits, anywhere, capitalOnly: traits.capitalOnly });
      const prefix = units.slice(0, PREFIX);
      const bucket = lengths.get(prefix) ?? { sizes: [], anywhere: false };
      if (!bucket.sizes.includes(units.length)) bucket.sizes.push(units.length);
      bucket.sizes.sort((a, b) => b - a);
      bucket.anywhere ||= anywhere;
      lengths.set(prefix, bucket);
      return entry;
    },
    entryOf: (spelling) => forms.get(squeeze(spelling).units)?.entry,
    find(text) {
      const squeezed = squeeze(text);
      const spans: KnownSpan[] = [];
      for (let at = 0; at < squeezed.units.length; at += 1) {
        const size = longestAt(text, squeezed, at, forms, lengths);
        if (size === 0) continue;
        const form = forms.get(squeezed.units.slice(at, at + size));
        const last = at + size - 1;
        if (form)
          spans.push({ entry: form.entry, start: squeezed.starts[at] ?? 0, end: squeezed.ends[last] ?? 0 });
        at = last;
      }
      return spans;
    },
  };
}

/** Units of the longest known spelling that begins at `at`; 0 where none does. */
function longestAt(
  text: string,
  squeezed: SqueezedText,
  at: number,
  forms: ReadonlyMap<string, Form>,
  lengths: ReadonlyMap<string, { readonly sizes: readonly number[]; readonly anywhere: boolean }>,
): number {
  const { units, breaks } = squeezed;
  const startsWord = at === 0 || breaks[at] !== 0;
  for (let width = PREFIX; width >= MIN_UNITS; width -= 1) {
    const bucket = lengths.get(units.slice(at, at + width));
    if (!bucket || (!startsWord && !bucket.anywhere)) continue;
    for (const size of bucket.sizes) {
      if (width < PREFIX && size !== width) continue;
      const form = forms.get(units.slice(at, at + size));
      if (form && at + size <= units.length && isMatch(text, squeezed, at, size, form)) return size;
    }
  }
  return 0;
}

function isMatch(
  text: string,
  { units, starts, breaks }: SqueezedText,
  at: number,
  size: number,
  form: Form,
): boolean {
  const parted: number[] = [];
  for (let offset = 1; offset < size; offset += 1) {
    const kind = breaks[at + offset] ?? 0;
    if (kind === 2) return false;
    if (kind === 1) parted.push(offset);
  }
  if (form.anywhere) return true;
  const startsWord = at === 0 || breaks[at] !== 0;
  const endsWord = at + size === units.length || breaks[at + size] !== 0;
  if (!startsWord || !endsWord) return false;
  if (form.capitalOnly && !/^\p{Lu}/u.test(text.slice(starts[at] ?? 0, (starts[at] ?? 0) + 2))) return false;
  if (size >= LONG_ENOUGH) return true;
  const spelledOut = parted.length === size - 1 && size >= 4;
  if (spelledOut || isSame(parted, form.splits)) return true;
  const hasLetter = /\p{L}/u.test(units.slice(at, at + size));
  return hasLetter && size >= JOINABLE && parted.every((offset) => form.splits.includes(offset));
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
