/** A quote in free text is at least this long; shorter ones are emphasis or single terms. */
const MIN_CHARACTERS = 12;
const MIN_WORDS = 2;
/** A longer stretch between two quote marks is a stray mark, not a quote. */
const MAX_CHARACTERS = 4_000;

const CLOSERS: Readonly<Record<string, readonly string[]>> = {
  "“": ["”"],
  "„": ["“", "”"],
  "«": ["»"],
  "»": ["«"],
  '"': ['"'],
};

/**
 * Pulls out what a free text quotes: markdown block quotes (lines that follow each other make one) and text between
 * quote marks within a paragraph. In order of appearance, each once. Linear in the text.
 */
export function extractQuotes(text: string): string[] {
  const found = new Set<string>();
  const add = (quote: string): void => {
    const trimmed = quote.trim();
    if (isQuote(trimmed)) found.add(trimmed);
  };
  let quoted: string[] = [];
  let prose: string[] = [];
  const flush = (): void => {
    if (quoted.length > 0) add(quoted.join("\n"));
    if (prose.length > 0) for (const quote of betweenMarks(prose.join("\n"))) add(quote);
    quoted = [];
    prose = [];
  };
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trimStart();
    const isQuoteLine = trimmed.startsWith(">");
    const content = isQuoteLine ? trimmed.slice(1).trim() : trimmed;
    if (content === "" || isQuoteLine !== quoted.length > 0) flush();
    if (content !== "") (isQuoteLine ? quoted : prose).push(content);
  }
  flush();
  return [...found];
}

function isQuote(text: string): boolean {
  if (text.length < MIN_CHARACTERS) return false;
  const words = text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words.length >= MIN_WORDS;
}

function* betweenMarks(paragraph: string): Generator<string, void, void> {
  let open = -1;
  let closers: readonly string[] = [];
  for (let at = 0; at < paragraph.length; at += 1) {
    const character = paragraph[at] ?? "";
    const tooLong = open !== -1 && at - open > MAX_CHARACTERS;
    if (open !== -1 && !tooLong && closers.includes(character)) {
      yield paragraph.slice(open + 1, at);
      open = -1;
      continue;
    }
    if (open !== -1 && !tooLong) continue;
    open = -1;
    const startsQuote = CLOSERS[character];
    // A straight mark right after a letter or digit closes something or means inches: it opens nothing.
    if (!startsQuote || (character === '"' && /[\p{L}\p{N}]/u.test(paragraph[at - 1] ?? ""))) continue;
    open = at;
    closers = startsQuote;
  }
}
