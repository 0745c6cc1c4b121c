/** The file name under which a program's errors name their lines. */
export const PROGRAM_FILE = "program.js";

const EXPORTED_DECLARATION =
  /^([ \t]*)(export[ \t]+(?:default[ \t]+)?)(?=(?:async[ \t]+)?function\b|const\b|let\b|var\b|class\b)/gm;
const EXPORT_LIST = /^[ \t]*export[ \t]*\{[^}]{0,500}\}[ \t]*;?[ \t]*$/gm;

/** The program as a plain script: `export` is taken away, all else stays on its line and in its column. */
export function asScript(source: string): string {
  return source
    .replace(EXPORTED_DECLARATION, (_, indent: string, word: string) => indent + " ".repeat(word.length))
    .replace(EXPORT_LIST, (list) => list.replace(/[^\n]/g, " "));
}

/** The line of the program that a stack trace names first, from 1. */
export function lineIn(stack: string): number | undefined {
  const line = new RegExp(`${PROGRAM_FILE.replace(".", "\\.")}:(\\d+)`).exec(stack)?.[1];
  return line === undefined ? undefined : Number(line);
}

/** Both spellings under which a program may define a function, and where a module would put it. */
export function lookUpFunction(name: string): string {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return `(typeof ${name} === "function" ? ${name} : typeof ${snake} === "function" ? ${snake} : (typeof module === "object" && module && module.exports || {}).${name})`;
}
