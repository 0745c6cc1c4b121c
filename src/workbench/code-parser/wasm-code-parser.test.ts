import { describe, expect, it } from "vitest";
import { CODE_LANGUAGES, chunkByCode } from "#minions";
import { createCodeParser } from "./index.ts";

describe("the parser for code", () => {
  it.each(CODE_LANGUAGES)("knows %s", async (language) => {
    const parser = await createCodeParser([language]);
    using tree = parser.parse("\n", language);
    expect(tree?.root).toMatchObject({ start: expect.any(Number), end: 1, children: [] });
  });

  it("says of a language that it was not given that it cannot parse it", async () => {
    const parser = await createCodeParser(["go"]);
    expect(parser.parse("x = 1", "python")).toBeUndefined();
  });

  it("counts offsets in UTF-16 units, as spans do", async () => {
    const parser = await createCodeParser(["python"]);
    const text = "# 😀 漢字 é\nx = '😀'\ndef f():\n    pass\n";
    using tree = parser.parse(text, "python");
    const last = tree?.root.children.at(-1);
    expect(text.slice(last?.start, last?.end)).toBe("def f():\n    pass");
  });

  it("does not take on a text of more than a million characters", async () => {
    const parser = await createCodeParser(["python"]);
    expect(parser.parse("x = 1\n".repeat(200_000), "python")).toBeUndefined();
  });

  it.each([
    ["nested brackets", "[".repeat(200_000)],
    ["nested functions", "function f(){".repeat(20_000)],
    ["nested classes", "class A { m() { return class B {".repeat(5_000)],
    ["one long line", "var a=function(){return 1};".repeat(10_000)],
    ["quotes that never close", "'`\"".repeat(50_000)],
    ["comments that never close", "/*".repeat(100_000)],
    ["nulls", "\0".repeat(100_000)],
  ])("comes back from hostile text: %s", async (_, text) => {
    const parser = await createCodeParser(["javascript"]);
    const document = { id: "d", name: "a.js", mediaType: "", paged: false, pages: [{ index: 0, text }] };
    const chunks = chunkByCode(document, parser);
    expect(
      chunks
        .map((chunk) => chunk.text)
        .join("")
        .replace(/\s/g, ""),
    ).toBe(text.replace(/\s/g, ""));
  });
});
