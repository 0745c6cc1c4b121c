import { describe, expect, it } from "vitest";
import { LimitReached } from "../limit-reached.ts";
import { TextSink } from "../text-sink.ts";
import { writeText } from "./write-text.ts";

function read(text: string, name = "file"): { mediaType: string; text: string } {
  let written = "";
  const sink = new TextSink((part) => {
    written += part.text;
  }, 1_000_000);
  const mediaType = writeText(text, { name, mediaType: undefined }, sink);
  sink.end();
  return { mediaType, text: written.trimEnd() };
}

describe("what a text file is", () => {
  it.each([
    ["a Markdown file by its name", "# Title", "a.md", "text/markdown"],
    ["plain text", "Dear reader,\nhello.", "letter", "text/plain"],
    ["JSON by its content", '{"a":1}', "a.txt", "application/json"],
    ["JSON Lines", '{"a":1}\n{"a":2}', "a.txt", "application/x-ndjson"],
    ["broken JSON is plain text", '{"a":1', "a.json", "text/plain"],
    ["HTML by its content", "<!DOCTYPE html><p>x", "a.txt", "text/html"],
    [
      "XHTML after comments",
      '<?xml version="1.0"?><!-- x --><html><body>x</body></html>',
      "a.xml",
      "text/html",
    ],
    ["a table by its content", "name;sum\nA;1\nB;2", "a", "text/csv"],
    ["tabs", "name\tsum\nA\t1\nB\t2", "a", "text/tab-separated-values"],
    ["a small table by its name", "name,sum\nA,1", "a.csv", "text/csv"],
    ["prose with commas is no table", "Well, yes.\nNo, sir.\nOh, my.", "a", "text/plain"],
  ])("%s", (_, text, name, mediaType) => {
    expect(read(text, name).mediaType).toBe(mediaType);
  });
});

describe("a table in text form", () => {
  it("repeats the header in every row and keeps values as they are", () => {
    const { text } = read('name,revenue,note\nX,"1,577","says ""hi"""\nY,,ok\n', "a.csv");
    expect(text).toBe(
      'columns: name; revenue; note\nrow 1: name: X; revenue: 1,577; note: says "hi"\nrow 2: name: Y; note: ok',
    );
  });

  it("keeps the title above the header, and a cell of several lines on one", () => {
    const { text } = read('Figures,\nname,note\nX,"a\nb"\n', "a.csv");
    expect(text).toBe("Figures\ncolumns: name; note\nrow 1: name: X; note: a b");
  });

  it("numbers the columns when there is no header", () => {
    expect(read("1,2\n3,4\n", "a.csv").text).toBe(
      "row 1: column 1: 1; column 2: 2\nrow 2: column 1: 3; column 2: 4",
    );
  });

  it("reads on after a quote that is never closed", () => {
    expect(read('a,b\n1,"two\n', "a.csv").text).toBe("columns: a; b\nrow 1: a: 1; b: two");
  });
});

describe("JSON", () => {
  it("names the path of every value and keeps numbers as written", () => {
    const { text } = read(
      '{"a":{"b":[1,{"c":2.50}]},"odd key":null,"e":[],"big":12345678901234567890,"s":"x\\u00e9\\"y"}',
    );
    expect(text.split("\n")).toEqual([
      "a.b[0]: 1",
      "a.b[1].c: 2.50",
      '["odd key"]: null',
      "e: []",
      "big: 12345678901234567890",
      's: xé"y',
    ]);
  });

  it("counts the values of JSON Lines", () => {
    expect(read('{"q":1}\n{"q":"two"}').text).toBe("[0].q: 1\n[1].q: two");
  });

  it("refuses depth that only an attack has", () => {
    expect(() => read("[".repeat(100_000))).toThrow(LimitReached);
  });
});

describe("HTML", () => {
  it("drops what is not seen", () => {
    const page = `<html><head><title>T</title><style>x</style><script>if (1<2) alert("no")</script></head>
      <body><ix:header><p>no</p></ix:header><div style="display: none">no<p>no</p></div><p hidden>no</p><p>Cash &amp; more</p></body></html>`;
    expect(read(page).text).toBe("T\n\nCash & more");
  });

  it("puts each row of a table on a line and glues signs to their numbers", () => {
    const page =
      "<html><table><tr><th>Item</th><th>2018</th></tr><tr><td>Capex<td>$<td>(1,577<td>)</tr></table><p>after</p></html>";
    expect(read(page).text).toBe("Item   2018\nCapex   $ (1,577)\n\nafter");
  });

  it("keeps the rows of a table inside a table", () => {
    const page =
      "<html><table><tr><td><table><tr><td>a<td>1</tr><tr><td>b<td>2</tr></table></td></tr></table></html>";
    expect(read(page).text).toBe("a   1\nb   2");
  });

  it("keeps lines, lists and preformatted text", () => {
    const page = "<html><p>one<br>two   words</p><ul><li>x<li>y</ul><pre>a\n  b</pre></html>";
    expect(read(page).text).toBe("one\ntwo words\n\n- x\n- y\n\na\n  b");
  });

  it.each([
    ["tags", "<div>"],
    ["tables", "<table><tr><td>"],
  ])("refuses %s nested without end", (_, tag) => {
    expect(() => read(`<html>${tag.repeat(20_000)}`)).toThrow(LimitReached);
  });
});
