import { detectAddresses } from "./detect-addresses.ts";
import { detectCodes } from "./detect-codes.ts";
import { OrganisationDetector } from "./detect-organisations.ts";
import { PeopleDetector } from "./detect-people.ts";
import { createPlaceDetector } from "./detect-places.ts";
import { adjoins, type NameToken, nameTokens } from "./name-tokens.ts";
import type { DetectedValue } from "./personal-data.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * How freely names are taken for names: `strict` wants a title, a cue, a given name, a legal form or the gazetteer;
 * `loose` also takes unknown capitalised words in a row; `eager` takes single ones too, as in a user's own question.
 */
export type NameSense = "strict" | "loose" | "eager";

/** Finds personal data in a text by rule. Linear in the text; overlapping finds are given as they are. */
export interface PersonalDataDetector {
  detect(text: string, sense: NameSense): Iterable<DetectedValue>;
}

export function createPersonalDataDetector(vocabulary: Vocabulary): PersonalDataDetector {
  const people = new PeopleDetector(vocabulary);
  const places = createPlaceDetector();
  const organisations = new OrganisationDetector(vocabulary, places.isPlace);
  return {
    *detect(text, sense) {
      const plain = text.normalize("NFC");
      yield* detectCodes(plain);
      yield* detectAddresses(plain);
      const tokens = nameTokens(plain);
      yield* organisations.detect(plain, tokens);
      yield* places.detect(plain, tokens);
      yield* people.detect(plain, tokens, sense !== "strict");
      if (sense === "eager") yield* unknownNames(plain, tokens, vocabulary);
    },
  };
}

/** Runs of capitalised words, single ones included, that no vocabulary knows. */
function* unknownNames(
  text: string,
  tokens: readonly NameToken[],
  vocabulary: Vocabulary,
): Generator<DetectedValue, void, void> {
  const isUnknown = (token: NameToken | undefined): boolean => {
    if (!token || vocabulary.has(token.text) || token.text.length < 3) return false;
    return token.letterCase === "title" || token.letterCase === "upper";
  };
  for (let at = 0; at < tokens.length; at += 1) {
    if (!isUnknown(tokens[at])) continue;
    let end = at + 1;
    while (isUnknown(tokens[end]) && adjoins(tokens[end])) end += 1;
    yield { kind: "name", text: text.slice(tokens[at]?.start ?? 0, tokens[end - 1]?.end ?? 0) };
    at = end - 1;
  }
}
