/**
 * Offsets of every occurrence of `pattern` in `text` from `from` on, ascending.
 *
 * Uses the engine's own search, which is fastest on real text, and turns to one that is linear in the worst case
 * (Knuth, Morris, Pratt) when a text that repeats itself makes comparing expensive.
 */
export function* occurrences(text: string, pattern: string, from = 0): Generator<number, void, void> {
  if (pattern === "") return;
  const head = pattern.slice(0, HEAD_LENGTH);
  let at = text.indexOf(head, from);
  let budget = text.length + FREE_COMPARISONS;
  while (at !== -1) {
    if (pattern.length <= HEAD_LENGTH || text.startsWith(pattern, at)) yield at;
    budget -= pattern.length;
    if (budget < 0 && pattern.length > HEAD_LENGTH) {
      yield* linearOccurrences(text, pattern, at + 1);
      return;
    }
    at = text.indexOf(head, at + 1);
  }
}

const HEAD_LENGTH = 48;
const FREE_COMPARISONS = 4_000_000;

function* linearOccurrences(text: string, pattern: string, from: number): Generator<number, void, void> {
  const borders = borderTable(pattern);
  let matched = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    while (matched > 0 && pattern.charCodeAt(matched) !== code) matched = borders[matched - 1] ?? 0;
    if (pattern.charCodeAt(matched) === code) matched += 1;
    if (matched === pattern.length) {
      yield at - matched + 1;
      matched = borders[matched - 1] ?? 0;
    }
  }
}

/** For each prefix of the pattern, the length of its longest proper border. */
function borderTable(pattern: string): Int32Array {
  const borders = new Int32Array(pattern.length);
  let length = 0;
  for (let index = 1; index < pattern.length; index += 1) {
    const code = pattern.charCodeAt(index);
    while (length > 0 && pattern.charCodeAt(length) !== code) length = borders[length - 1] ?? 0;
    if (pattern.charCodeAt(length) === code) length += 1;
    borders[index] = length;
  }
  return borders;
}
