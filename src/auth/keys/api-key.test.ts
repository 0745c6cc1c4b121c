import { describe, expect, it } from "vitest";
import { formatKey, makeKey, parseKey } from "./api-key.ts";

const ZEROS = (bytes: number): Uint8Array => new Uint8Array(bytes);

describe("the text of a key", () => {
  it("is the same for ever, so that scanners can be taught it", () => {
    expect(formatKey(makeKey(ZEROS))).toBe(`a2am_0000000000000000_${"A".repeat(43)}_750de2a8`);
  });

  it("gives back what it was made of", () => {
    for (let count = 0; count < 100; count += 1) {
      const made = makeKey();
      expect(parseKey(formatKey(made))).toEqual(made);
    }
  });

  it("is told from one with any letter mistyped, swapped or left out", () => {
    const text = formatKey(makeKey());
    for (let at = 0; at < text.length; at += 1) {
      const other = text[at] === "0" ? "1" : "0";
      const typed = `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
      expect(parseKey(typed), `another letter at ${at}`).toBeUndefined();
      expect(parseKey(text.slice(0, at) + text.slice(at + 1)), `none at ${at}`).toBeUndefined();
      const [one, two] = [text[at] ?? "", text[at + 1] ?? ""];
      const swapped = `${text.slice(0, at)}${two}${one}${text.slice(at + 2)}`;
      if (one !== two && two !== "") expect(parseKey(swapped), `swapped at ${at}`).toBeUndefined();
    }
  });

  it("of the first release, which had no checksum, stays good", () => {
    const text = `a2am_0123456789abcdef_${"s".repeat(43)}`;
    expect(parseKey(text)).toEqual({ id: "0123456789abcdef", secret: "s".repeat(43) });
  });

  it.each(["", "a2am", "sk-proj-0123456789", `a2am_0123456789ABCDEF_${"s".repeat(43)}`, "a2am__"])(
    "is not %j",
    (text) => {
      expect(parseKey(text)).toBeUndefined();
    },
  );
});
