const MAX_DETAIL_CHARACTERS = 300;
const KEY_SHAPES = [
  /\bBearer\s+\S+/gi,
  /\b(?:sk|pk|gsk|tgp|xai|hf)[-_][\w-]{6,}/g,
  /\bAIza[\w-]{10,}/g,
  /\/\/[^/\s@]*:[^/\s@]*@/g,
];
/** Long quotations are likely the prompt's, and so the documents'. */
const LONG_QUOTATION = /(["'`])(?:(?!\1).){40,}\1/gs;
const MIN_SECRET_CHARACTERS = 4;

/** A provider's own words made fit for an error message: no secret, no long quotation, one line, short. */
export function scrub(text: string, secrets: readonly string[]): string {
  let clean = text.slice(0, MAX_DETAIL_CHARACTERS * 20);
  for (const secret of secrets) {
    if (secret.length >= MIN_SECRET_CHARACTERS) clean = clean.replaceAll(secret, "[secret]");
  }
  for (const shape of KEY_SHAPES) clean = clean.replace(shape, "[secret]");
  clean = clean.replace(LONG_QUOTATION, "$1…$1");
  clean = clean.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return clean.length <= MAX_DETAIL_CHARACTERS ? clean : `${clean.slice(0, MAX_DETAIL_CHARACTERS)}…`;
}
