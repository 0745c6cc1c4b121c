import { LINE_ITEMS } from "../lexicon/metrics.ts";

const WORDS_FOR_SIGNS: readonly (readonly [RegExp, string])[] = [
  [/\bdivided by\b|÷|\bover\b/g, " / "],
  [/\bmultiplied by\b|\btimes\b|×/g, " * "],
  [/\bminus\b|\bless\b|\bsubtracting\b|\s[–—-]\s/g, " - "],
  [/\bplus\b/g, " + "],
];

/** Words of a definition that change nothing: whose, which year, which statement. */
const FILLERS =
  /\b(?:(?:fy|fiscal year|fiscal|year)\s*['’]?(?:19|20)?\d{2}|(?:19|20)\d{2}|fy|the|of|a|an|its|their|company[’']?s?|total|net|cash|paid|ending|year[- ]?end|as|unadjusted|reported|annual|using|items?|line|attributable|to|shareholders|from|in|on|between|and|both|two|years|statement|income|flows?|balance|sheet|common|stockholders|gaap)\b|[,:;.]/g;

const MODIFIED =
  /(average|avg\.?|mean|change in|changes in|increase in)?\s*(?:of\s+|in\s+)?(?:the\s+)?(?:total\s+|net\s+)?⟦([a-z]+(?:-[a-z]+)*)⟧/g;

/** Turns "cash from operations / total current liabilities" into a formula over item ids; undefined where words are left over. */
export function formulaFromDefinition(definition: string): string | undefined {
  let text = ` ${definition.toLowerCase().replaceAll(/[⟦⟧]/g, " ")} `;
  for (const [words, sign] of WORDS_FOR_SIGNS) text = text.replaceAll(words, sign);
  text = text.replaceAll(/[[{]/g, "(").replaceAll(/[\]}]/g, ")");
  text = markItems(text);
  const marked: string[] = [];
  text = text.replaceAll(MODIFIED, (_, modifier: string | undefined, id: string) => {
    const call =
      modifier === undefined ? id : /change|increase/.test(modifier) ? `change(${id})` : `avg(${id})`;
    marked.push(call);
    return `⟦${marked.length - 1}⟧`;
  });
  text = text.replaceAll(FILLERS, " ").replaceAll(/\(\s*\)/g, " ");
  if (/\p{L}/u.test(text) || marked.length === 0) return undefined;
  return text
    .replaceAll(/⟦(\d+)⟧/g, (_, index: string) => ` ${marked[Number(index)] ?? ""} `)
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** Puts a mark around the id of each line item in place of the words that name it, the longest name first. */
function markItems(text: string): string {
  const mentions = LINE_ITEMS.flatMap((item) =>
    [...text.matchAll(new RegExp(item.asked.source, "g"))].map((match) => ({
      id: item.id,
      start: match.index,
      end: match.index + match[0].length,
    })),
  ).sort((a, b) => b.end - b.start - (a.end - a.start));
  const kept: typeof mentions = [];
  for (const mention of mentions) {
    if (kept.every((other) => mention.end <= other.start || mention.start >= other.end)) kept.push(mention);
  }
  let marked = text;
  for (const { id, start, end } of kept.sort((a, b) => b.start - a.start)) {
    marked = `${marked.slice(0, start)}⟦${id}⟧${marked.slice(end)}`;
  }
  return marked;
}
