import { readFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AbortedError, TimedOutError } from "#kernel";
import { docx, paragraph } from "./fixtures/make-docx.ts";
import { pagesPdf, pdfOf, streamOf, textPdf } from "./fixtures/make-pdf.ts";
import {
  createExtractor,
  describeRefusal,
  type ExtractionOutcome,
  type Extractor,
  ExtractorClosedError,
} from "./index.ts";

const NEVER = new AbortController().signal;
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

function fixture(name: string): Uint8Array {
  return readFileSync(join(import.meta.dirname, "fixtures", name));
}

/** Two pages that hold nothing but a picture. */
function scan(): Uint8Array {
  const picture = streamOf(
    Buffer.from([0, 255, 0, 255]),
    "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8",
  );
  const content = streamOf(Buffer.from("q 612 0 0 792 0 0 cm /I Do Q"));
  return pagesPdf([content, content], "/XObject << /I 3 0 R >>", [picture]);
}

/** Shifts that pdf.js can only read with its tables: the text "日本語" in Shift-JIS. */
function japanese(): Uint8Array {
  return pagesPdf(
    [streamOf(Buffer.from("BT /F1 12 Tf 72 700 Td <93FA967B8CEA> Tj ET"))],
    "/Font << /F1 3 0 R >>",
    [
      "<< /Type /Font /Subtype /Type0 /BaseFont /R /Encoding /90ms-RKSJ-H /DescendantFonts [4 0 R] >>",
      "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /R /DW 1000 /FontDescriptor 5 0 R /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >>",
      "<< /Type /FontDescriptor /FontName /R /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
    ],
  );
}

/** A form of one field that has been filled in; the value is not part of the page's own text. */
function filledForm(): Uint8Array {
  return pdfOf([
    "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Annots [4 0 R] >>",
    "<< /Type /Annot /Subtype /Widget /FT /Tx /T (Name of applicant) /V (Ada Example) /Rect [9 9 99 29] /F 4 >>",
  ]);
}

describe("the document reader", () => {
  let extractor: Extractor;
  beforeAll(() => {
    extractor = createExtractor({ workers: 1, maxBytes: 100_000, maxPages: 3, maxTextCharacters: 50_000 });
  });
  afterAll(() => extractor[Symbol.asyncDispose]());

  const extract = (bytes: Uint8Array, name = "file"): Promise<ExtractionOutcome> =>
    extractor.extract({ id: "doc-1", name, bytes }, NEVER);

  it("gives a PDF page by page", async () => {
    const bytes = textPdf([
      [
        { x: 72, y: 700, text: "Purchases of property and equipment" },
        { x: 400, y: 700, text: "(1,577)" },
        { x: 480, y: 700, text: "(1,420)" },
      ],
      [{ x: 72, y: 700, text: "Second page, which holds a sentence" }],
    ]);
    expect(await extract(bytes, "report.pdf")).toEqual({
      kind: "text",
      ocr: false,
      pagesWithoutText: [],
      document: {
        id: "doc-1",
        name: "report.pdf",
        mediaType: "application/pdf",
        paged: true,
        pages: [
          { index: 0, text: "Purchases of property and equipment   (1,577)   (1,420)" },
          { index: 1, text: "Second page, which holds a sentence" },
        ],
      },
    });
  });

  it("says which pages of a PDF hold no text", async () => {
    const line = [{ x: 72, y: 700, text: "A page with a sentence" }];
    const outcome = await extract(textPdf([line, [], line]));
    expect(outcome).toMatchObject({ kind: "text", pagesWithoutText: [1] });
  });

  it("reads old Asian encodings with the tables of the optional package", async () => {
    expect(await extract(japanese())).toMatchObject({ document: { pages: [{ text: "日本語" }] } });
  });

  it("reads what has been filled into a form", async () => {
    expect(await extract(filledForm())).toMatchObject({
      document: { pages: [{ text: "Name of applicant: Ada Example" }] },
    });
  });

  it("reads a PDF whose password only forbids changes", async () => {
    const outcome = await extract(fixture("owner-password-only.pdf"));
    expect(outcome).toMatchObject({ document: { pages: [{ text: "Protected figures: 1,577" }] } });
  });

  it("believes the content, not the name", async () => {
    const outcome = await extract(docx(paragraph("Hello")), "report.pdf");
    expect(outcome).toMatchObject({ document: { name: "report.pdf", pages: [{ text: "Hello\n" }] } });
    expect(await extract(Buffer.from("%PDF files are described here"), "note.txt")).toMatchObject({
      kind: "text",
    });
  });

  it("takes a name for a label, whatever it looks like", async () => {
    expect(await extract(Buffer.from("text"), "../../etc/passwd")).toMatchObject({
      document: { name: "../../etc/passwd" },
    });
  });

  it("hands pictures on as they are", async () => {
    expect(await extract(PNG, "a.txt")).toMatchObject({
      kind: "image",
      image: { mediaType: "image/png", data: PNG },
    });
  });

  it("leaves the caller's bytes alone", async () => {
    const bytes = Buffer.from("some text");
    await extract(bytes);
    expect(bytes.toString()).toBe("some text");
  });

  it.each<readonly [string, () => Uint8Array, Partial<ExtractionOutcome>]>([
    ["no bytes", () => new Uint8Array(), { kind: "empty" }],
    ["white space", () => Buffer.from(" \n\t "), { kind: "empty" }],
    ["a PDF of blank pages", () => textPdf([[], []]), { kind: "empty" }],
    ["a scan", scan, { kind: "scanned", pages: 2 }],
    ["a PDF with a password (AES-256)", () => fixture("password-aes256.pdf"), { kind: "encrypted" }],
    ["a PDF with a password (RC4)", () => fixture("password-rc4.pdf"), { kind: "encrypted" }],
    ["a Word file with a password", officeWithPassword, { kind: "encrypted" }],
    ["a PDF that is cut off", () => textPdf([[{ x: 9, y: 9, text: "x" }]]).slice(0, 60), { kind: "corrupt" }],
    ["a damaged ZIP", () => Buffer.from("PK\x03\x04 and junk"), { kind: "corrupt" }],
    ["an archive", () => zipSync({ "a.txt": Buffer.from("a") }), { kind: "unsupported" }],
    ["a workbook", () => zipSync({ "xl/workbook.xml": Buffer.from("a") }), { kind: "unsupported" }],
    ["unknown bytes", () => new Uint8Array([9, 0, 1, 0, 200, 3, 7, 0, 0, 5]), { kind: "unsupported" }],
    ["too many bytes", () => new Uint8Array(100_001), { kind: "too-large", what: "bytes", limit: 100_000 }],
    ["too many pages", () => textPdf([[], [], [], []]), { kind: "too-large", what: "pages", limit: 3 }],
    ["too much text", () => Buffer.from("word ".repeat(11_000)), { kind: "too-large", what: "characters" }],
  ])("answers %s with a refusal that says what to do", async (_, bytes, expected) => {
    const outcome = await extract(bytes(), "odd file");
    expect(outcome).toMatchObject(expected);
    if (outcome.kind === "text" || outcome.kind === "image") return;
    expect(describeRefusal(outcome)).toMatch(/^"odd file" .{15,}/);
  });

  it("refuses to read pictures without OCR, and says how to", async () => {
    const image = { id: "doc-1", name: "a.png", mediaType: "image/png", data: PNG };
    expect(await extractor.readImage(image, NEVER)).toMatchObject({
      kind: "unsupported",
      detail: expect.stringMatching(/OCR/),
    });
  });
});

describe("the end of a reading", () => {
  it("comes with an abort, while it waits and while it runs", async () => {
    await using extractor = createExtractor({ workers: 1 });
    const slow = textPdf(
      Array.from({ length: 3_000 }, () => [{ x: 72, y: 700, text: "A page with a sentence" }]),
    );
    const controller = new AbortController();
    const both = ["runs", "waits"].map((name) =>
      extractor.extract({ id: name, name, bytes: slow }, controller.signal),
    );
    const failures = Promise.all(both.map((reading) => expect(reading).rejects.toThrow(AbortedError)));
    controller.abort();
    await failures;
    const after = await extractor.extract({ id: "doc-2", name: "after", bytes: Buffer.from("fine") }, NEVER);
    expect(after.kind).toBe("text");
  });

  it("keeps the reason that the caller gave", async () => {
    await using extractor = createExtractor();
    const reading = extractor.extract(
      { id: "doc-1", name: "a", bytes: Buffer.from("a") },
      AbortSignal.abort(new TimedOutError("The run", 5)),
    );
    await expect(reading).rejects.toThrow(TimedOutError);
  });

  it("comes with the end of the reader", async () => {
    const extractor = createExtractor();
    const reading = extractor.extract({ id: "doc-1", name: "a", bytes: Buffer.from("a") }, NEVER);
    const failure = expect(reading).rejects.toThrow(ExtractorClosedError);
    await extractor[Symbol.asyncDispose]();
    await failure;
    await expect(extractor.extract({ id: "doc-1", name: "a", bytes: PNG }, NEVER)).rejects.toThrow(
      ExtractorClosedError,
    );
  });
});

/** The container in which Office keeps a protected file, reduced to what tells it apart. */
function officeWithPassword(): Uint8Array {
  const start = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  return Buffer.concat([
    start,
    Buffer.alloc(512),
    Buffer.from("EncryptedPackage", "utf16le"),
    Buffer.alloc(64),
  ]);
}
