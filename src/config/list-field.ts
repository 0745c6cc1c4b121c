import { z } from "zod";

/** A list in the file; in flags and variables, words with commas between. */
export function list<Item extends z.ZodType>(item: Item) {
  return z.preprocess((value) => (typeof value === "string" ? wordsOf(value) : value), z.array(item));
}

function wordsOf(text: string): string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}
