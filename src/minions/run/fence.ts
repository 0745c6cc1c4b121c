import { squeeze } from "../privacy/squeeze.ts";

/** Every mark that sets data apart in a prompt of ours. */
const TAGS = [
  "question",
  "worker-reply",
  "worker-reports",
  "page",
  "chunk",
  "turn",
  "problem",
  "feedback",
  "scratchpad",
] as const;

type FenceTag = (typeof TAGS)[number];

const TAG_LETTERS = TAGS.map((tag) => squeeze(tag).units);

/** An angle bracket in any of its shapes, and what follows it: enough for a mark with other characters strewn in. */
const BRACKET = /[<\u2039\u2329\u27e8\u3008\ufe64\uff1c](?=([^<>]{0,40}))/g;

/** Characters that no reader sees and a model may read: a text in them stands in a document without being seen there. */
const UNSEEN = /[\u{e0000}-\u{e007f}]/gu;

/**
 * Wraps text from outside (documents, models' replies) so that a prompt shows where data begins and ends.
 * No mark of ours can be forged from within, neither this one's end nor another: any look-alike inside is broken up, also
 * one in other letters, widths or cases, or with invisible characters in it.
 */
export function fence(
  tag: FenceTag,
  text: string,
  attributes: Readonly<Record<string, string | number>> = {},
): string {
  const head = Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${inert(String(value))}"`)
    .join("");
  const data = text
    .replace(UNSEEN, "")
    .replace(BRACKET, (bracket, follows: string) => (opensMark(follows) ? `${bracket}\u200b` : bracket));
  return `<${tag}${head}>\n${data}\n</${tag}>`;
}

/** A label from outside on one line, without what could end its quotes or open a mark. */
export function inert(label: string): string {
  return label.replaceAll(/["<>\u2039\u2329\u27e8\u3008\ufe64\uff1c\s\p{Cc}\p{Cf}]/gu, " ");
}

function opensMark(follows: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(follows)) return false;
  const letters = squeeze(follows).units;
  return TAG_LETTERS.some((tag) => letters.startsWith(tag));
}
