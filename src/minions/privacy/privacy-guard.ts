import { throwIfAborted } from "#kernel";
import type { SourceDocument } from "../document.ts";
import type { HistoryTurn } from "../steps.ts";
import { decodedForms } from "./decoded-forms.ts";
import { PrivacyBlockedError, PrivacyUnscannableError } from "./errors.ts";
import {
  type DetectedValue,
  isCode,
  type PersonalDataFinding,
  type PersonalDataKind,
  toKind,
} from "./personal-data.ts";
import { createPersonalDataDetector, type PersonalDataDetector } from "./personal-data-detector.ts";
import { createPlaceholderVault, type PlaceholderVault, withoutPlaceholders } from "./placeholder-vault.ts";
import { scanInSlices } from "./scan-in-slices.ts";
import { createVocabulary, type Vocabulary } from "./vocabulary.ts";

/** Everything that a run knows before it asks anybody. */
export interface PrivacyScope {
  readonly question: string;
  readonly documents: readonly SourceDocument[];
  readonly history: readonly HistoryTurn[];
}

/** The deterministic shield's word on a text. It never repeats a value. */
export type ShieldVerdict =
  | { readonly kind: "clear" }
  | { readonly kind: "blocked"; readonly kinds: readonly PersonalDataKind[]; readonly count: number };

/** Keeps personal data from leaving: knows what was found, hides it behind placeholders, and checks what is left. */
export interface PrivacyGuard {
  /**
   * The text as it may leave: what is personal in it is found, hidden, and the result checked once more.
   * @throws PrivacyBlockedError where the check still meets a value, for example an encoded one.
   */
  hide(text: string): string;
  /** The text with placeholders put back; `encode` fits a value to where it stands, for example in a JSON string. */
  reveal(text: string, encode?: (value: string) => string): string;
  /** Checks a text that is to leave as it is. */
  check(text: string): ShieldVerdict;
  /** Adds what a model found in `text`. Findings that do not stand there, or that name nothing, are ignored. */
  addFindings(text: string, findings: readonly PersonalDataFinding[]): void;
  /** How many different values are hidden so far. */
  placeholders(): number;
  /** @throws PrivacyUnscannableError always: nothing can be hidden in an image. */
  refuseImage(): never;
}

/**
 * Finds personal data in the question, the history and all documents, in slices that leave the event loop free.
 *
 * @throws AbortedError or TimedOutError once `signal` has fired
 */
export async function createPrivacyGuard(scope: PrivacyScope, signal: AbortSignal): Promise<PrivacyGuard> {
  const vocabulary = createVocabulary();
  const detector = createPersonalDataDetector(vocabulary);
  const vault = createPlaceholderVault((word) => vocabulary.has(word));
  const pages = scope.documents.flatMap((document) => document.pages.map((page) => page.text));
  const spoken = [scope.question, ...scope.history.map((turn) => turn.text)];
  for await (const slice of scanInSlices([...spoken, ...pages])) {
    throwIfAborted(signal, "Finding personal data");
    vocabulary.learn(slice);
    vault.reserve(slice);
  }
  for await (const slice of scanInSlices(pages)) {
    throwIfAborted(signal, "Finding personal data");
    for (const value of detector.detect(slice, "loose")) vault.add(value);
  }
  for await (const slice of scanInSlices(spoken)) {
    for (const value of detector.detect(slice, "eager")) vault.add(value);
  }
  for (const { name } of scope.documents) keepNameWhole(name, detector, vault);
  return guardWith(detector, vault, vocabulary);
}

/** A document whose name holds a value gets a placeholder for the whole name, which is put back to the letter. */
function keepNameWhole(name: string, detector: PersonalDataDetector, vault: PlaceholderVault): void {
  const stem = name.replace(/\.[\p{L}\p{N}]{1,5}$/u, "");
  const spoken = stem
    .replaceAll(/[_.\-\s]+/g, " ")
    .replaceAll(/(?<!\p{L})\p{Ll}/gu, (letter) => letter.toUpperCase());
  const values = [...detector.detect(spoken, "strict"), ...detector.detect(name, "strict")];
  for (const value of values) vault.add(value);
  if (vault.find(stem).length > 0) vault.add({ kind: "document", text: stem });
}

/** Hiding may lay bare what the first look took for part of something else; after this often it is given up. */
const MAX_PASSES = 3;

function guardWith(
  detector: PersonalDataDetector,
  vault: PlaceholderVault,
  vocabulary: Vocabulary,
): PrivacyGuard {
  const check = (text: string): ShieldVerdict => {
    const found = [...remaining(text, detector, vault)];
    if (found.length === 0) return { kind: "clear" };
    return { kind: "blocked", kinds: [...new Set(found)].sort(), count: found.length };
  };
  return {
    check,
    hide(text) {
      let hidden = text;
      for (let pass = 0; pass < MAX_PASSES; pass += 1) {
        const fresh = [...detector.detect(withoutPlaceholders(hidden), "strict")];
        for (const value of fresh) vault.add(value);
        hidden = vault.rewrite(hidden);
        // What was found once more stands where word boundaries do not show it.
        if (pass > 0) for (const { text: value } of fresh) hidden = vault.rewriteExactly(hidden, value);
        if (fresh.length === 0) break;
      }
      const verdict = check(hidden);
      if (verdict.kind === "blocked") throw new PrivacyBlockedError(verdict.kinds, verdict.count);
      return hidden;
    },
    reveal: (text, encode) => vault.restore(text, encode),
    addFindings(text, findings) {
      for (const { text: found, kind } of findings) {
        const value: DetectedValue = { kind: toKind(kind), text: found.trim() };
        if (namesSomething(value, vocabulary) && standsIn(value.text, text)) vault.add(value);
      }
    },
    placeholders: () => vault.size,
    refuseImage() {
      throw new PrivacyUnscannableError("image");
    },
  };
}

/** Kinds of all that a text still holds: known values, known or new ones in an encoding, and new ones in clear. */
function* remaining(
  text: string,
  detector: PersonalDataDetector,
  vault: PlaceholderVault,
): Generator<PersonalDataKind, void, void> {
  const bare = withoutPlaceholders(text);
  for (const { entry } of vault.find(bare)) yield vault.kindOf(entry);
  for (const { kind } of detector.detect(bare, "strict")) yield kind;
  for (const decoded of decodedForms(bare)) {
    for (const { entry, start, end } of vault.find(decoded)) {
      // A short word turns up by chance in decoded bytes.
      if (end - start >= 5) yield vault.kindOf(entry);
    }
    for (const { kind } of detector.detect(decoded, "strict")) if (isCode(kind)) yield kind;
  }
}

/** Words of the trade are not names, whatever a model says: hiding "total current assets" would spoil the question. */
function namesSomething({ kind, text }: DetectedValue, vocabulary: Vocabulary): boolean {
  if (text.length < 2 || text.length > 200) return false;
  if (/\d/.test(text)) return isCode(kind) || /\p{L}/u.test(text);
  return text
    .split(/[^\p{L}\p{M}'’-]+/u)
    .some((word) => word.length > 1 && /\p{Lu}/u.test(word) && !vocabulary.has(word));
}

function standsIn(value: string, text: string): boolean {
  const flat = (part: string): string => part.replaceAll(/\s+/g, " ").toLowerCase();
  return flat(text).includes(flat(value));
}
