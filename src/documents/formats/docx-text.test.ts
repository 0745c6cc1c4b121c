import { describe, expect, it } from "vitest";
import { docx, paragraph, row } from "../fixtures/make-docx.ts";
import { TextSink } from "../text-sink.ts";
import { recognisePackage, writeDocx } from "./docx-text.ts";

function read(file: Uint8Array): string {
  let text = "";
  const sink = new TextSink((part) => {
    text += part.text;
  }, 1_000_000);
  writeDocx(file, "word/document.xml", 1_000_000, sink);
  sink.end();
  return text.trimEnd();
}

describe("a Word document", () => {
  it("is known by its parts", () => {
    expect(recognisePackage(docx(paragraph("x")))).toEqual({ kind: "docx", mainPart: "word/document.xml" });
  });

  it("comes out as paragraphs and one line for each table row", () => {
    const table = `<w:tbl>${row("Item", "2018")}${row("Capex", "(1,577)")}</w:tbl>`;
    const text = read(docx(paragraph("Cash &amp; flow") + table + paragraph("After")));
    expect(text).toBe("Cash & flow\n\nItem   2018\nCapex   (1,577)\n\nAfter");
  });

  it("keeps tabs and hard hyphens and joins runs, but not tab stops", () => {
    const stops = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr>';
    const runs =
      "<w:r><w:t>well</w:t><w:noBreakHyphen/><w:t>kno</w:t></w:r><w:r><w:t>wn</w:t><w:tab/><w:t>5</w:t></w:r>";
    expect(read(docx(`<w:p>${stops}${runs}</w:p>`))).toBe("well-known\t5");
  });

  it("leaves out what was deleted, and field codes", () => {
    const body =
      "<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>";
    expect(read(docx(body))).toBe("new");
  });

  it("puts the notes at the end, under their marks", () => {
    const body = '<w:p><w:r><w:t>Sales</w:t><w:footnoteReference w:id="2"/></w:r></w:p>';
    const notes = `<w:footnote w:type="separator" w:id="-1">${paragraph("--")}</w:footnote><w:footnote w:id="2">${paragraph("Net.")}</w:footnote>`;
    expect(read(docx(body, notes))).toBe("Sales[2]\n\n[2] Net.");
  });
});
