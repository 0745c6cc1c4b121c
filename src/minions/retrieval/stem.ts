const VOWEL = /[aeiouy]/;
const SHORT_SYLLABLE = /^[^aeiou]*[aeiouy][^aeiouwxy]$/;
const DOUBLED = /([bdfgmnprt])\1$/;

/**
 * A light English stemmer: brings plurals and the -ing and -ed forms of a word together, and nothing more, so that
 * words of different meaning stay apart ("operation" is not "operate"). Expects lower case; words that are short,
 * hold digits or are not plain a–z come back as they are. A stem is a key for matching, not always a word.
 */
export function stem(word: string): string {
  if (word.length <= 3 || !/^[a-z]+$/.test(word)) return word;
  return withoutEnding(withoutSuffix(withoutPlural(word)));
}

function withoutPlural(word: string): string {
  if (!word.endsWith("s")) return word;
  if (/(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

function withoutSuffix(word: string): string {
  if (word.endsWith("eed")) return word;
  const cut = word.endsWith("ing") ? 3 : word.endsWith("ied") ? 3 : word.endsWith("ed") ? 2 : 0;
  if (cut === 0) return word;
  const rest = word.slice(0, -cut);
  if (rest.length < 3 || !VOWEL.test(rest)) return word;
  if (word.endsWith("ied")) return `${rest}y`;
  if (rest.length > 3 && DOUBLED.test(rest)) return rest.slice(0, -1);
  return rest.length === 3 && SHORT_SYLLABLE.test(rest) ? `${rest}e` : rest;
}

/** A final e (increase, increas-ing) and a doubled l (control, controll-ed) must not keep forms apart. */
function withoutEnding(word: string): string {
  if (word.length > 4 && word.endsWith("e")) return word.slice(0, -1);
  return word.length > 5 && word.endsWith("ll") ? word.slice(0, -1) : word;
}
