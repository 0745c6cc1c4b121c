/** Says that nobody said: the reader of the document goes by its bytes. */
export const UNDECLARED_MEDIA_TYPE = "application/octet-stream";

/** What this agent reads of a client: media types as declared, without parameters. */
export const INPUT_MEDIA_TYPES = [
  "application/pdf",
  "text/plain",
  "text/markdown",
  "text/csv",
  "text/tab-separated-values",
  "text/html",
  "application/json",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "image/jpeg",
  "image/png",
  "image/gif",
  "image/webp",
  UNDECLARED_MEDIA_TYPE,
] as const;

/** What it answers: the answer as text, and the data of the result. */
export const OUTPUT_MEDIA_TYPES = ["text/plain", "application/json"] as const;

const BY_EXTENSION: Readonly<Record<string, string>> = {
  pdf: "application/pdf",
  txt: "text/plain",
  md: "text/markdown",
  markdown: "text/markdown",
  csv: "text/csv",
  tsv: "text/tab-separated-values",
  html: "text/html",
  htm: "text/html",
  json: "application/json",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  gif: "image/gif",
  webp: "image/webp",
};

/** Without parameters and in lower case: `Text/Plain; charset=utf-8` is `text/plain`. */
export function essenceOf(mediaType: string): string {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}

/** By the ending of a name; undefined where it tells nothing. */
export function mediaTypeOfName(name: string): string | undefined {
  const ending = /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase();
  return ending !== undefined && Object.hasOwn(BY_EXTENSION, ending) ? BY_EXTENSION[ending] : undefined;
}

/** An ending for a name that is made up, with its dot; "" for a type without a usual one. */
export function endingFor(mediaType: string): string {
  const found = Object.entries(BY_EXTENSION).find(([, type]) => type === mediaType);
  return found === undefined ? "" : `.${found[0]}`;
}

/** Short forms that clients of earlier versions send. */
const INFORMAL: Readonly<Record<string, string>> = {
  text: "text/plain",
  data: "application/json",
  json: "application/json",
};

/** True when a client that accepts `accepted` can be answered in one of `offered`; nothing named accepts all. */
export function acceptsAny(accepted: readonly string[], offered: readonly string[]): boolean {
  if (accepted.length === 0) return true;
  return accepted.map(essenceOf).some((range) => {
    const wanted = Object.hasOwn(INFORMAL, range) ? INFORMAL[range] : range;
    if (wanted === "*/*" || wanted === "*") return true;
    return offered.some((type) => type === wanted || wanted === `${type.split("/")[0]}/*`);
  });
}
