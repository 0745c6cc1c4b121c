import { stripVTControlCharacters } from "node:util";

/** Everything that could steer a terminal, turn its writing direction or hide a text, line feed and tab excepted. */
const STEERING =
  /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;

export const HIDE_CURSOR = "\u001b[?25l";
export const SHOW_CURSOR = "\u001b[?25h";

/**
 * Text from documents, models and file names, made safe to print: escape sequences and control characters are gone,
 * so that no reply can repaint the screen, set a title or hide what stands before it.
 */
export function terminalText(text: string): string {
  return stripVTControlCharacters(text).replace(STEERING, "");
}

/** The same on one line: white space of any kind becomes one blank, so that no text can forge a line of ours. */
export function terminalLine(text: string): string {
  return terminalText(text).replace(/\s+/g, " ").trim();
}

/** At most `length` characters of {@link terminalLine}, with an ellipsis where some are missing. */
export function shortLine(text: string, length: number): string {
  const line = terminalLine(text.slice(0, length * 8));
  return line.length <= length ? line : `${line.slice(0, Math.max(0, length - 1))}…`;
}
