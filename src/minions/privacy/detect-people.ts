import { adjoins, isCapitalised, type NameToken } from "./name-tokens.ts";
import type { DetectedValue } from "./personal-data.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { GIVEN_NAMES } from "./words/given-names.ts";

const TITLES = wordSet(
  "mr mrs ms miss mx dr prof professor sir dame lady lord herr frau hr fr monsieur madame mme mlle señor señora signor signora don doña rev reverend judge justice senator",
);
const PARTICLES = wordSet(
  "de da di del della der den des du la le van von zu zur zum ter ten bin ibn al el dos y",
);
/** What stands between titles: Prof. Dr. med. dent. */
const DEGREES = wordSet("med dent phil rer nat jur ing habil hon");
/** Surnames that are everyday words; after a given name they are taken for names all the same. */
const WORDLIKE_SURNAMES = wordSet(
  "young brown green white black gray grey king hill wood woods bell cook baker page price fox rose stone west long bush rice parker walker hunter fisher mason porter carter marsh field fields banks wells day may snow love sharp strong bond cross ford grant lane power powers rich winter waters bishop butler carpenter shepherd taylor turner weaver wheeler sample little best short moon",
);
const SUFFIXES = wordSet("jr sr ii iii iv phd md esq cpa");

/** Words before a name that say that it is one: `Patient: Anna Weber`, `Dear Anna`. */
const CUE =
  /(?:\/s\/|(?<![A-Za-z])(?:(?:patient|name|first name|last name|surname|full name|attn|attention|contact|prepared by|signed by|signed|reviewed by|author|employee|physician|doctor|surgeon|(?<=^|\n)(?:from|to|cc))\s?:|dear(?= )))\s{0,3}/gi;

const MAX_NAME_WORDS = 5;
const MAX_TITLES = 5;

/**
 * Finds people: by a title or a cue before the name, by a given name that begins it, and, where asked to be loose,
 * by unknown words in capitals that follow each other.
 */
export class PeopleDetector {
  readonly #vocabulary: Vocabulary;
  readonly #givenNames = new Set(GIVEN_NAMES.split(/\s+/).filter((name) => name !== ""));

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  *detect(text: string, tokens: readonly NameToken[], loose: boolean): Generator<DetectedValue, void, void> {
    const cued = new Set([...text.matchAll(CUE)].map((match) => match.index + match[0].length));
    for (let at = 0; at < tokens.length; at += 1) {
      const token = tokens[at];
      if (!isCapitalised(token)) continue;
      const named = TITLES.has(token.lower) ? afterTitles(tokens, at) : at;
      const titled =
        named > at && isCapitalised(tokens[named]) && /^\.?\s{1,2}$/.test(tokens[named]?.gap ?? "");
      const first = titled ? named : at;
      const sure = titled || cued.has(token.start);
      const end = sure ? this.#endOfSureName(tokens, first, titled) : this.#endOfName(tokens, at, loose);
      if (end === undefined) continue;
      yield this.#personFrom(text, tokens.slice(first, end), sure || this.#isGiven(token), titled);
      at = end - 1;
    }
  }

  /** After a title or cue: capitalised words, as long as they are not plainly ordinary ones. */
  #endOfSureName(tokens: readonly NameToken[], first: number, titled: boolean): number | undefined {
    let end = first;
    while (end - first < MAX_NAME_WORDS) {
      const token = tokens[end];
      if (!token || (end > first && !adjoins(token) && !isSuffix(token))) break;
      const isLine = end > first && token.gap.includes("\n");
      // Mr. Jonathan Sample: after given names alone, one everyday word is the surname.
      const lacksSurname = titled && tokens.slice(first, end).every((name) => this.#isForename(name));
      const isOrdinary = end > first && !lacksSurname && !isSuffix(token) && this.#isOrdinary(token);
      if (!isParticle(tokens, end) && (!isCapitalised(token) || isOrdinary || isLine)) break;
      end += 1;
    }
    const name = tokens.slice(first, end);
    // One word after a title names somebody even where it is an everyday word: Dr. Brown.
    const isTitledWord = titled && name.length === 1 && name[0]?.letterCase === "title";
    const isTelling = name.some((token) => token.letterCase !== "initial" && !this.#isOrdinary(token));
    return isTelling || isTitledWord ? end : undefined;
  }

  #endOfName(tokens: readonly NameToken[], at: number, loose: boolean): number | undefined {
    const first = tokens[at];
    if (!first || first.letterCase === "initial") return undefined;
    const given = this.#isGiven(first);
    if (!given && (!loose || first.letterCase === "upper" || this.#vocabulary.has(first.text)))
      return undefined;
    let end = at + 1;
    let surnames = 0;
    while (end - at < MAX_NAME_WORDS && adjoins(tokens[end])) {
      const token = tokens[end];
      const particle = isParticle(tokens, end);
      if (!token || !(particle || isCapitalised(token))) break;
      if (!particle && token.letterCase !== "initial") {
        const isShouted = !given && token.letterCase === "upper";
        const isOrdinary = this.#isOrdinary(token) && !(given && WORDLIKE_SURNAMES.has(token.lower));
        if (isOrdinary || isShouted || token.gap.includes("\n")) break;
        surnames += 1;
      }
      end += 1;
    }
    const last = tokens[end];
    if (last && isSuffix(last)) end += 1;
    return surnames > 0 ? end : undefined;
  }

  #isGiven(token: NameToken): boolean {
    return this.#givenNames.has(token.lower.split("-")[0] ?? "");
  }

  #isForename(token: NameToken): boolean {
    return token.letterCase === "initial" || this.#isGiven(token);
  }

  #isOrdinary(token: NameToken): boolean {
    return token.letterCase !== "initial" && this.#vocabulary.has(token.text) && !this.#isGiven(token);
  }

  #personFrom(text: string, name: readonly NameToken[], sure: boolean, titled: boolean): DetectedValue {
    const whole = text.slice(name[0]?.start ?? 0, name.at(-1)?.end);
    if (!sure) return { kind: "name", text: whole };
    const parts = name.filter((token) => token.letterCase !== "initial" && !SUFFIXES.has(token.lower));
    const [given, surname] = [parts[0], parts.at(-1)];
    if (!given || !surname || given === surname) return { kind: "person", text: whole };
    // Mr. Jonathan Sample will be called Mr. Sample later on, everyday word or not.
    const stands = (token: NameToken): boolean =>
      (titled && token === surname) || !this.#vocabulary.has(token.text);
    const alone = [surname, given].filter((token) => token.text.length >= 3 && stands(token));
    const aliases = [`${given.text} ${surname.text}`, `${surname.text} ${given.text}`];
    const shortNames = [`${given.text[0]} ${surname.text}`, ...alone.map((token) => token.text)];
    return { kind: "person", text: whole, aliases, shortNames };
  }
}

/** Index of the first word after a title and all that follow it: Prof. Dr. med. */
function afterTitles(tokens: readonly NameToken[], at: number): number {
  let first = at + 1;
  while (first - at < MAX_TITLES && /^\.? $/.test(tokens[first]?.gap ?? "") && isTitle(tokens[first]))
    first += 1;
  return first;
}

function isTitle(token: NameToken | undefined): boolean {
  return token !== undefined && (TITLES.has(token.lower) || DEGREES.has(token.lower));
}

function isParticle(tokens: readonly NameToken[], at: number): boolean {
  if (!PARTICLES.has(tokens[at]?.lower ?? "")) return false;
  if (isCapitalised(tokens[at + 1])) return true;
  return PARTICLES.has(tokens[at + 1]?.lower ?? "") && isCapitalised(tokens[at + 2]);
}

function isSuffix(token: NameToken): boolean {
  return SUFFIXES.has(token.lower) && /^,? $/.test(token.gap);
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}
