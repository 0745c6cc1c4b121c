import { z } from "zod";

const range = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

/** An IP address, or a range of them as CIDR writes it. */
export const addressRange = z.string().refine((text) => range.safeParse(text).success, {
  error: ({ input }) => `${JSON.stringify(input)} must be an IP address or a range such as 10.0.0.0/8`,
});

/** A list in the file; in flags and variables, words with commas between. */
export function wordList<Item extends z.ZodType>(item: Item) {
  return z.preprocess((value) => (typeof value === "string" ? wordsOf(value) : value), z.array(item));
}

function wordsOf(text: string): string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}
