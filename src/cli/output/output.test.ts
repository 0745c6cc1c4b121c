import { describe, expect, it } from "vitest";
import { formatMoney, formatQuantity, formatRanges, formatSeconds } from "./format.ts";
import { createStyle, wantsColour } from "./style.ts";
import { renderTable } from "./table.ts";
import { shortLine, terminalLine, terminalText } from "./terminal-text.ts";

describe("text for a terminal", () => {
  it.each([
    ["colours", "\u001b[31mred\u001b[0m", "red"],
    ["a window title", "\u001b]0;owned\u0007text", "text"],
    ["carriage returns that overwrite a line", "good\rbad", "goodbad"],
    ["backspaces", "a\b\bb", "ab"],
    ["C1 controls", "a\u009b2Jb", "ab"],
    ["turns of the writing direction", "abc\u202ecba\u061c", "abccba"],
    ["links that lead elsewhere", "\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\", "click"],
    ["text that nobody sees", "a\u{e0041}\u{e0042}b", "ab"],
    ["lines that only some terminals break", "a\u2028b", "ab"],
  ])("loses %s", (_name, hostile, safe) => {
    expect(terminalText(hostile)).toBe(safe);
  });

  it("is safe in pieces: a sequence that two deltas share does nothing", () => {
    expect(["\u001b", "[2J\u009b", "1Aok"].map(terminalText).join("")).toBe("[2J1Aok");
  });

  it("is no markup: what a browser would run is plain text", () => {
    const text = "<script>alert(1)</script> [click](javascript:alert(1)) ![x](http://evil.example/?q=1)";
    expect(terminalText(text)).toBe(text);
  });

  it("keeps line breaks, tabs and letters of all scripts", () => {
    expect(terminalText("Ünï\tcödé\n日本 👩‍💻")).toBe("Ünï\tcödé\n日本 👩‍💻");
  });

  it("draws text together on one line, and shortens it", () => {
    expect(terminalLine(" a\n b\t c ")).toBe("a b c");
    expect(shortLine("abcdef", 4)).toBe("abc…");
  });
});

describe("colour", () => {
  it.each([
    ["a terminal", true, {}, true],
    ["a pipe", false, {}, false],
    ["a terminal with NO_COLOR", true, { NO_COLOR: "1" }, false],
    ["a dumb terminal", true, { TERM: "dumb" }, false],
  ])("for %s", (_name, isTerminal, env, expected) => {
    expect(wantsColour(isTerminal, env)).toBe(expected);
    expect(createStyle(expected).strong("x") === "x").toBe(!expected);
  });
});

describe("figures", () => {
  it.each([
    [0, "$0"],
    [12.345, "$12.35"],
    [0.25, "$0.25"],
    [0.00001234, "$0.0000123"],
  ])("reads %d dollars as %s", (usd, text) => {
    expect(formatMoney({ kind: "known", usd })).toBe(text);
  });

  it("counts, times and draws pages together", () => {
    expect(formatQuantity(1, "page")).toBe("1 page");
    expect(formatQuantity(1_200, "page")).toBe("1,200 pages");
    expect(formatSeconds(12)).toBe("12 ms");
    expect(formatSeconds(83_400)).toBe("83.4 s");
    expect(formatRanges([1, 2, 3, 7, 9, 10])).toBe("1-3, 7, 9-10");
    expect(
      renderTable([
        ["A", "B"],
        ["long", "x"],
      ]),
    ).toBe("A     B\nlong  x");
  });
});
