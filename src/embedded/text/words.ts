/** Words that carry no topic: they never count as matches. */
const STOP_WORDS = new Set(
  `a about above after again all also am an and any are as at be because been before being below between both but by
  can could did do does doing down during each either else etc few for from further had has have having he her here
  hers him his how i if in into is it its itself just let like made make makes many may me might more most much must
  my no nor not now of off on once only or other our ours out over own per please provide said same shall she should
  so some such than that the their theirs them then there these they this those through to too under until up upon us
  use used using very via was we were what when where whether which while who whom whose why will with within without
  would yes you your yours according given based mentioned respect specifically called know whole answer question`
    .split(/\s+/)
    .filter(Boolean),
);

/** Words that stand on nearly every page of a business document: weak evidence where no statistics are at hand. */
const COMMON_WORDS = new Set(
  `company companies business year years fiscal annual quarter total net financial report reported reporting statement
  statements consolidated million billion amount amounts number change changed changes increase increased decrease
  decreased result results operations period end ended date information include includes including related certain
  document section page main major key material primary significant part new time based corporation inc group data`
    .split(/\s+/)
    .map((word) => stem(word)),
);

/** True for words that carry no topic. Lower case is expected. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

/** True for stems that stand nearly everywhere in business documents. */
export function isCommonStem(stemmed: string): boolean {
  return COMMON_WORDS.has(stemmed);
}

const ASCII_WORD = /[a-z][a-z'&]*|\d+(?:[.,]\d+)*/g;
const MARKS = /[’'&]/;
const WORD = /[\p{L}][\p{L}\p{M}’'&]*|\d+(?:[.,]\d+)*/gu;

/** Lower-case words and numbers of a text, in order; possessive endings are dropped. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  const plain = ASCII.test(text);
  const lower = (plain ? text : text.normalize("NFKC")).toLowerCase();
  for (const match of lower.matchAll(plain ? ASCII_WORD : WORD)) {
    const found = match[0];
    const word = MARKS.test(found) ? found.replace(/[’']s?$/u, "").replaceAll(/[’'&]/gu, "") : found;
    if (word !== "") words.push(word);
  }
  return words;
}

/** A light stemmer: brings plural and verb forms of English together, errs on the side of leaving a word alone. */
export function stem(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word;
  let root = word;
  if (root.endsWith("ies") && root.length > 4) root = `${root.slice(0, -3)}y`;
  else if (/(?:ss|sh|ch|x|z)es$/.test(root)) root = root.slice(0, -2);
  else if (root.endsWith("s") && !/(?:ss|us|is)$/.test(root)) root = root.slice(0, -1);
  root = stripVerbEnding(root);
  if (root.endsWith("ation") && root.length > 7) root = root.slice(0, -3);
  else if (root.endsWith("ition") || root.endsWith("ction")) root = root.slice(0, -3);
  if (root.endsWith("ality")) root = root.slice(0, -3);
  if (root.endsWith("e") && root.length > 4) root = root.slice(0, -1);
  return root;
}

function stripVerbEnding(word: string): string {
  const ending = /(?:ing|ed|ment|ly)$/.exec(word)?.[0];
  if (ending === undefined) return word;
  const root = word.slice(0, -ending.length);
  if (root.length < 4 || !/[aeiouy]/.test(root)) return word;
  if (ending === "ment" || ending === "ly") return root;
  return /([bdfgmnprt])\1$/.test(root) ? root.slice(0, -1) : root;
}

/** Stems of the words that carry meaning, in order, with repeats. */
export function contentStems(text: string): string[] {
  return wordsOf(text)
    .filter((word) => !STOP_WORDS.has(word) && (word.length > 1 || /\d/.test(word)))
    .map((word) => stem(word));
}

const ASCII = /^\p{ASCII}*$/u;

/** Letters and digits alone, lower-case: labels compare equal whatever their spaces, dots and dashes. */
export function squeeze(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase().replaceAll(/[^a-z\d]+/g, "");
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "");
}

/** Letters alone, lower-case. */
export function squeezeLetters(text: string): string {
  return squeeze(text).replaceAll(/\d+/g, "");
}

/** One line, single spaces. */
export function singleSpaced(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
