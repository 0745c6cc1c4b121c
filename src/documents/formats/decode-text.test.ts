import { describe, expect, it } from "vitest";
import { decodeText } from "./decode-text.ts";

describe("the encoding of a text file", () => {
  it.each([
    ["UTF-8", Buffer.from("Zürich €")],
    ["UTF-8 with a mark", Buffer.from("\ufeffZürich €")],
    ["UTF-16 with a mark", Buffer.from("\ufeffZürich €", "utf16le")],
    ["UTF-16, the other way round", Buffer.from("\ufeffZürich €", "utf16le").swap16()],
    ["UTF-16 without a mark", Buffer.from("Zürich €", "utf16le")],
    ["Windows-1252", Buffer.from("Z\xfcrich \x80", "latin1")],
  ])("%s is recognised", (_, bytes) => {
    expect(decodeText(bytes)).toBe("Zürich €");
  });

  it("follows the encoding that a page declares", () => {
    const head = Buffer.from('<html><head><meta charset="gbk"></head>');
    expect(decodeText(Buffer.concat([head, Buffer.from([0xd6, 0xd0, 0xce, 0xc4])]))).toContain("中文");
  });

  it("gives one kind of line end", () => {
    expect(decodeText(Buffer.from("a\r\nb\rc\n"))).toBe("a\nb\nc\n");
  });

  it("forgives a stray zero", () => {
    expect(decodeText(Buffer.from("a log of some length, with a zero\0 in it"))).toBe(
      "a log of some length, with a zero in it",
    );
  });

  it("says no to what is no text", () => {
    expect(decodeText(new Uint8Array([1, 2, 3, 0, 0, 7, 1, 2, 250]))).toBeUndefined();
  });
});
