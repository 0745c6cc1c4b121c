import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromStoredText, toStoredText } from "./postgres-text.ts";

/** Strings that are mostly made of what needs care. */
const TRICKY = fc
  .array(fc.oneof(fc.constantFrom("\u0000", "\u0001", "\ud800", "\udc00", "0001", "a", "𝄞"), fc.string()))
  .map((parts) => parts.join(""));

describe("a text on its way into PostgreSQL", () => {
  it.each(["", "plain", "𝄞 and ä", '{"json":"\\u0000"}'])("stays as it is: %j", (text) => {
    expect(toStoredText(text)).toBe(text);
    expect(fromStoredText(text)).toBe(text);
  });

  it("comes back whatever it is, and is always one that UTF-8 and PostgreSQL can hold", () => {
    fc.assert(
      fc.property(TRICKY, (text) => {
        const stored = toStoredText(text);
        expect(fromStoredText(stored)).toBe(text);
        expect(stored.isWellFormed()).toBe(true);
        expect(stored).not.toContain("\u0000");
      }),
    );
  });

  it("never becomes what another text becomes", () => {
    fc.assert(
      fc.property(TRICKY, TRICKY, (one, other) => {
        expect(toStoredText(one) === toStoredText(other)).toBe(one === other);
      }),
    );
  });
});
