import { isCapitalised, type NameToken } from "./name-tokens.ts";
import type { DetectedValue } from "./personal-data.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Legal forms: whatever capitalised word stands before them is a company. */
const LEGAL_FORMS = wordSet(
  "inc incorporated corp corporation co ltd limited llc l.l.c llp l.l.p lp plc gmbh ag kgaa ohg kg se s.a sa s.a.r.l sarl sas spa s.p.a s.r.l srl nv n.v bv b.v oy oyj ab asa a/s aps pty kk",
);
/** Forms that are also other words in some spelling: these must be written as the form is. */
const EXACT_FORMS = wordSet("AG KG SE SA SpA AB NV BV LP Oy Co CO KK SAS ASA");
/** Forms that are adjectives too: "incorporated by reference". */
const ADJECTIVES = wordSet("incorporated limited");
/** Words that end a company's name only where another word of it is no ordinary one. */
const TRADES = wordSet(
  "company companies group holdings holding bank trust partners association university college hospital clinic institute foundation society international technologies industries enterprises laboratories pharmaceuticals systems resorts airlines motors insurance capital ventures associates solutions",
);
/** `University of Vienna`: these begin a name. */
const HEADS = wordSet("university bank hospital ministry college institute municipality");
const LEADING_WORDS = wordSet(
  "the a an in of by and for with at from to our its their this that these when while if as on or but both between under however since after before company registrant",
);

const MAX_WORDS = 7;
const MIN_HEADING_WORDS = 2;

/** Finds organisations by legal form, by trade word and by head word, each with the short names it goes by. */
export class OrganisationDetector {
  readonly #vocabulary: Vocabulary;
  readonly #isPlace: (name: string) => boolean;

  constructor(vocabulary: Vocabulary, isPlace: (name: string) => boolean) {
    this.#vocabulary = vocabulary;
    this.#isPlace = isPlace;
  }

  *detect(text: string, tokens: readonly NameToken[]): Generator<DetectedValue, void, void> {
    for (let at = 0; at < tokens.length; at += 1) {
      const token = tokens[at];
      if (!isCapitalised(token)) continue;
      const headed = HEADS.has(token.lower) ? this.#endOfHeaded(tokens, at) : at;
      if (headed > at) yield { kind: "organisation", text: text.slice(token.start, tokens[headed]?.end) };
      const legal = isLegalForm(token);
      if (!legal && !TRADES.has(token.lower)) continue;
      const name = this.#nameBefore(tokens, at, legal);
      if (name.length === 0) continue;
      const last = endOfForms(tokens, at);
      const end = tokens[last]?.end ?? token.end;
      const whole = text.slice(name[0]?.start ?? 0, end);
      // Without a legal form, the last word tells one company from its sister: Lockheed Martin Ventures.
      const bare = this.#bareName(text, name);
      const aliases = [...(legal ? bare : []), ...this.#definedNames(text, end)];
      const shortNames = [...(legal ? [] : bare), ...this.#shortNames(text, name)];
      yield { kind: "organisation", text: whole, aliases, shortNames };
      at = last;
    }
  }

  /** The words of the name before its form; none where they are too ordinary to be one. */
  #nameBefore(tokens: readonly NameToken[], form: number, legal: boolean): readonly NameToken[] {
    const name = tokens.slice(this.#startOfName(tokens, form, legal), form);
    const firstTelling = name.findIndex((word) => this.#isUnknown(word));
    const isTelling = firstTelling !== -1;
    const isAdjective = ADJECTIVES.has(tokens[form]?.lower ?? "") && tokens[form + 1]?.letterCase === "lower";
    const needsTelling = !legal || isAdjective || tokens[form]?.letterCase === "upper";
    if (needsTelling && !isTelling) return [];
    // "Consolidated Balance Sheets Corning Incorporated": a heading may run into the name on the same line.
    return firstTelling >= MIN_HEADING_WORDS ? name.slice(firstTelling) : name;
  }

  /** Walks back over the capitalised words of the name; "of" and "and" are crossed only where they belong to it. */
  #startOfName(tokens: readonly NameToken[], form: number, legal: boolean): number {
    let start = form;
    while (start > 0 && form - start < MAX_WORDS) {
      const gap = tokens[start]?.gap ?? "";
      const before = tokens[start - 1];
      const isJoined =
        /^(?: |[ \t]?\r?\n[ \t]?| ?& ?)$/.test(gap) || (legal && start === form && gap === ", ");
      if (!before || !isJoined || isLegalForm(before)) break;
      if (before.letterCase === "lower") {
        const beyond = tokens[start - 2];
        const isHead = before.lower === "of" && HEADS.has(beyond?.lower ?? "");
        const isPair = before.lower === "and" && this.#isUnknown(beyond) && this.#isUnknown(tokens[start]);
        if (beyond && isLegalForm(beyond)) break;
        const isLonger = isPair && isCapitalised(tokens[start - 3]) && beyond?.gap === " ";
        if (!(isHead || isPair) || isLonger || !isCapitalised(beyond)) break;
        start -= 2;
        continue;
      }
      if (LEADING_WORDS.has(before.lower)) break;
      // A heading on the line before is not part of the name.
      if (gap.includes("\n") && !this.#isUnknown(before) && this.#isUnknown(tokens[start])) break;
      start -= 1;
    }
    return start;
  }

  /** `University of Vienna`, `University Hospital Heidelberg`; `at` itself where nothing follows the head. */
  #endOfHeaded(tokens: readonly NameToken[], at: number): number {
    let end = at;
    while (HEADS.has(tokens[end + 1]?.lower ?? "") && tokens[end + 1]?.gap === " ") end += 1;
    const hasOf = tokens[end + 1]?.lower === "of" && isCapitalised(tokens[end + 2]);
    if (hasOf) end += 1;
    else if (!this.#isUnknown(tokens[end + 1])) return at;
    const last = end;
    while (end - at < MAX_WORDS && tokens[end + 1]?.gap === " " && isCapitalised(tokens[end + 1])) end += 1;
    return end > last ? end : at;
  }

  #isUnknown(token: NameToken | undefined): boolean {
    return isCapitalised(token) && token.letterCase !== "initial" && !this.#vocabulary.has(token.text);
  }

  /** The name without its form, unless that leaves one everyday word or a place. */
  #bareName(text: string, name: readonly NameToken[]): string[] {
    const bare = text.slice(name[0]?.start ?? 0, name.at(-1)?.end);
    const isTelling = name.length > 1 || name.some((word) => this.#isUnknown(word) && word.text.length >= 3);
    return isTelling && !this.#isPlace(bare) ? [bare] : [];
  }

  /** The name without its trade word, and its one word that nothing else is called. */
  #shortNames(text: string, name: readonly NameToken[]): string[] {
    const unknown = name.filter((word) => this.#isUnknown(word) && word.text.length >= 3);
    const [telling] = unknown;
    const endsInTrade = name.length > 2 && TRADES.has(name.at(-1)?.lower ?? "");
    const withoutTrade = endsInTrade ? [text.slice(name[0]?.start ?? 0, name.at(-2)?.end)] : [];
    const single = telling && (telling === name[0] || unknown.length === 1) ? [telling.text] : [];
    const stem = telling?.text.match(/^(.{3,})\.(?:com|net|org|io|co|ai|tv|de)$/i)?.[1];
    if (stem !== undefined) single.push(stem);
    // "Japan" alone is not "Japan Tobacco".
    return [...withoutTrade, ...single].filter((short) => !this.#isPlace(short));
  }

  /** `Best Buy Co., Inc. (“Best Buy”)`: what a text itself says that it calls the company. */
  #definedNames(text: string, end: number): string[] {
    const after = text.slice(end, end + 120);
    const defined = after.match(/^[^\p{L}\n]{0,3}\((?:[^()]{0,40}?)["“]([^"”()]{2,40})["”]/u)?.[1];
    if (defined === undefined || !/^\p{Lu}/u.test(defined)) return [];
    const words = defined.split(/\s+/);
    const isGeneric = /^(?:the|our|we|us)\b/i.test(defined) || words.length === 1;
    return words.some((word) => !this.#vocabulary.has(word)) || !isGeneric ? [defined] : [];
  }
}

function isLegalForm(token: NameToken): boolean {
  if (!LEGAL_FORMS.has(token.lower)) return false;
  return EXACT_FORMS.has(token.text) || !AMBIGUOUS_FORMS.has(token.lower);
}

const AMBIGUOUS_FORMS = new Set([...EXACT_FORMS].map((form) => form.toLowerCase()));

/** `Best Buy Co., Inc.` has two forms, `KeyBank National Association` ends in one more word. */
function endOfForms(tokens: readonly NameToken[], at: number): number {
  let end = at;
  for (;;) {
    const next = tokens[end + 1];
    if (!isCapitalised(next) || !/^,?[ \n]$| & $/.test(next.gap)) return end;
    if (!isLegalForm(next) && !(TRADES.has(next.lower) && next.gap === " ")) return end;
    end += 1;
  }
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}
