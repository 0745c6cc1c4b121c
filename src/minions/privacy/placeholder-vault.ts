import { createKnownValues, type KnownSpan } from "./known-values.ts";
import { type DetectedValue, isCode, type PersonalDataKind, PLACEHOLDER_LABELS } from "./personal-data.ts";

/** Keeps which placeholder stands for which value, and puts one in the other's place. */
export interface PlaceholderVault {
  /** Remembers a value; one that is known in any spelling keeps its placeholder. */
  add(value: DetectedValue): void;
  /** Takes placeholder-like text of the source out of use, so that it is never mistaken for one of ours. */
  reserve(text: string): void;
  /** Every known value, in any spelling, becomes its placeholder. */
  rewrite(text: string): string;
  /** Replaces a known value where it stands exactly so, even inside a longer word. */
  rewriteExactly(text: string, value: string): string;
  /** Placeholders become values again, as they were last mostly spelled; unknown ones stay. */
  restore(text: string, encode?: (value: string) => string): string;
  /** Where known values stand. */
  find(text: string): KnownSpan[];
  kindOf(entry: number): PersonalDataKind;
  /** How many different values are known. */
  readonly size: number;
}

interface Entry {
  readonly kind: PersonalDataKind;
  readonly placeholder: string;
  /** Spellings that were hidden, and how often: the commonest is put back. */
  readonly spellings: Map<string, number>;
  /** The fullest spelling that is known for sure to be this one's. */
  value: string;
}

const MAX_SPELLINGS = 20;
const LABELS = Object.values(PLACEHOLDER_LABELS).join("|");

/** A placeholder as models echo it: other case, spaces, escapes; without brackets only with its underscore. */
const ECHOED = new RegExp(
  `\\\\?[[［]\\s{0,2}(${LABELS})(?:\\s|\\\\?_|-){0,3}(\\d{1,7})\\s{0,2}\\\\?[\\]］]|(?<![\\p{L}\\p{N}_])(${LABELS})\\\\?_(\\d{1,7})(?![\\p{L}\\p{N}_])`,
  "giu",
);

/** @param isEverydayWord says of a single word that it is one, so that only its capitalised form is hidden */
export function createPlaceholderVault(
  isEverydayWord: (word: string) => boolean = () => false,
): PlaceholderVault {
  const known = createKnownValues();
  const entries: Entry[] = [];
  const byPlaceholder = new Map<string, number>();
  const numbering = createNumbering();
  const seen = new Set<string>();

  const traitsOf = (kind: PersonalDataKind, spelling: string) => ({
    anywhere: isCode(kind) && kind !== "postcode",
    capitalOnly: !isCode(kind) && !/\s/.test(spelling.trim()) && isEverydayWord(spelling.trim()),
  });
  return {
    get size() {
      return entries.length;
    },
    kindOf: (entry) => entries[entry]?.kind ?? "other",
    find: (text) => known.find(text),
    add({ kind, text, aliases = [], shortNames = [] }) {
      if (seen.has(text)) return;
      seen.add(text);
      const spellings = [text, ...aliases, ...transliterations(text)].map((spelling) => spelling.trim());
      const isOnlyKnownAs = (short: string): boolean =>
        entries[known.entryOf(short) ?? -1]?.value.toLowerCase() === short.toLowerCase();
      const owner =
        spellings.map((spelling) => known.entryOf(spelling)).find((entry) => entry !== undefined) ??
        shortNames.filter(isOnlyKnownAs).map((short) => known.entryOf(short))[0];
      const entry = owner ?? entries.length;
      const added = [...spellings, ...shortNames].filter(
        (spelling) => known.add(spelling, entry, traitsOf(kind, spelling)) === entry,
      );
      const first = entries[entry];
      // From now on the short name is this one's: the next of the same surname is somebody else.
      if (first && shortNames.some(isOnlyKnownAs)) first.value = text.trim();
      if (first || added.length === 0) return;
      const placeholder = numbering.next(kind);
      byPlaceholder.set(placeholder, entry);
      entries.push({ kind, placeholder, spellings: new Map(), value: text.trim() });
    },
    reserve: numbering.reserve,
    rewrite(text) {
      return replaceSpans(text, known.find(text), ({ entry, start, end }) => {
        const found = entries[entry];
        if (!found) return text.slice(start, end);
        const spelling = text.slice(start, end);
        const { spellings, placeholder } = found;
        if (spellings.has(spelling) || spellings.size < MAX_SPELLINGS) {
          spellings.set(spelling, (spellings.get(spelling) ?? 0) + 1);
        }
        return `[${placeholder}]`;
      });
    },
    rewriteExactly(text, value) {
      const entry = entries[known.entryOf(value) ?? -1];
      return entry && value !== "" ? text.replaceAll(value, `[${entry.placeholder}]`) : text;
    },
    restore(text, encode = (value) => value) {
      return text.replaceAll(ECHOED, (whole: string, ...groups: unknown[]) => {
        const [label, number, bareLabel, bareNumber] = groups.map((group) =>
          typeof group === "string" ? group : "",
        );
        const entry =
          entries[
            byPlaceholder.get(`${label || bareLabel}_${Number(number || bareNumber)}`.toUpperCase()) ?? -1
          ];
        return entry ? encode(commonestSpelling(entry)) : whole;
      });
    },
  };
}

/** Numbers placeholders by kind, past those that are taken. */
function createNumbering() {
  const reserved = new Set<string>();
  const last = new Map<string, number>();
  return {
    reserve(text: string): void {
      for (const match of text.matchAll(ECHOED)) reserved.add(nameOf(match));
    },
    next(kind: PersonalDataKind): string {
      const label = PLACEHOLDER_LABELS[kind];
      let number = (last.get(label) ?? 0) + 1;
      while (reserved.has(`${label}_${number}`)) number += 1;
      last.set(label, number);
      return `${label}_${number}`;
    },
  };
}

/** Blanks placeholders out, so that their words are not taken for names. */
export function withoutPlaceholders(text: string): string {
  return text.replaceAll(ECHOED, (whole) => "\u0001".repeat(whole.length));
}

function nameOf(match: RegExpExecArray): string {
  return `${match[1] ?? match[3] ?? ""}_${Number(match[2] ?? match[4] ?? 0)}`.toUpperCase();
}

function commonestSpelling({ spellings, value }: Entry): string {
  let best = value;
  let count = 0;
  for (const [spelling, times] of spellings) {
    if (times > count) [best, count] = [spelling, times];
  }
  return best;
}

function replaceSpans(
  text: string,
  spans: readonly KnownSpan[],
  replacement: (span: KnownSpan) => string,
): string {
  let out = "";
  let last = 0;
  for (const span of spans) {
    out += text.slice(last, span.start) + replacement(span);
    last = span.end;
  }
  return out + text.slice(last);
}

/** `Müller` is also written `Mueller`; without its dots it is met anyway. */
function transliterations(text: string): string[] {
  if (!/[äöüÄÖÜ]/.test(text)) return [];
  const pairs: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", Ä: "Ae", Ö: "Oe", Ü: "Ue" };
  return [text.replaceAll(/[äöüÄÖÜ]/g, (letter) => pairs[letter] ?? letter)];
}
