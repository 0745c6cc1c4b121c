import { createCanvas } from "@napi-rs/canvas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pagesPdf, streamOf, textPdf } from "../fixtures/make-pdf.ts";
import { createExtractor, type Extractor } from "../index.ts";

const NEVER = new AbortController().signal;

/** A picture of a table row, as a scanner would give it. */
function photograph() {
  const canvas = createCanvas(1275, 600);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "white";
  pen.fillRect(0, 0, 1275, 600);
  pen.fillStyle = "black";
  pen.font = "32px sans-serif";
  pen.fillText("Purchases of property and equipment", 100, 220);
  pen.fillText("1,577", 850, 220);
  return canvas;
}

async function scan(): Promise<Uint8Array> {
  const entries =
    "/Type /XObject /Subtype /Image /Width 1275 /Height 600 /ColorSpace /DeviceRGB /BitsPerComponent 8";
  const picture = streamOf(await photograph().encode("jpeg", 85), `${entries} /Filter /DCTDecode`);
  return pagesPdf([streamOf(Buffer.from("q 612 0 0 288 0 400 cm /I Do Q"))], "/XObject << /I 3 0 R >>", [
    picture,
  ]);
}

describe("OCR", () => {
  let extractor: Extractor;
  beforeAll(() => {
    extractor = createExtractor({ workers: 1, ocr: { language: "eng" } });
  });
  afterAll(() => extractor[Symbol.asyncDispose]());

  it("reads the pages of a scan, with their columns apart", async () => {
    const outcome = await extractor.extract({ id: "doc-1", name: "scan.pdf", bytes: await scan() }, NEVER);
    expect(outcome).toMatchObject({
      kind: "text",
      ocr: true,
      document: {
        paged: true,
        pages: [{ text: expect.stringMatching(/Purchases of property and equipment {2,}1,577/) }],
      },
    });
  });

  it("leaves a PDF with text as it is", async () => {
    const bytes = textPdf([[{ x: 72, y: 700, text: "A page with a sentence" }]]);
    expect(await extractor.extract({ id: "doc-1", name: "a.pdf", bytes }, NEVER)).toMatchObject({
      kind: "text",
      ocr: false,
    });
  });

  it("reads a picture when asked to", async () => {
    const image = {
      id: "doc-1",
      name: "a.png",
      mediaType: "image/png",
      data: await photograph().encode("png"),
    };
    expect((await extractor.extract({ id: "doc-1", name: "a.png", bytes: image.data }, NEVER)).kind).toBe(
      "image",
    );
    expect(await extractor.readImage(image, NEVER)).toMatchObject({
      kind: "text",
      ocr: true,
      document: { pages: [{ text: expect.stringContaining("property and equipment") }] },
    });
  });

  it("refuses a picture that claims to be huge, before it is decoded", async () => {
    const data = Buffer.from(await photograph().encode("png"));
    data.writeUInt32BE(60_000, 16);
    data.writeUInt32BE(60_000, 20);
    const image = { id: "doc-1", name: "bomb.png", mediaType: "image/png", data };
    expect(await extractor.readImage(image, NEVER)).toMatchObject({ kind: "too-large", what: "pixels" });
  });

  it("calls a damaged picture corrupt and goes on", async () => {
    const data = Buffer.from(await photograph().encode("png")).fill(7, 60);
    const image = { id: "doc-1", name: "a.png", mediaType: "image/png", data };
    expect((await extractor.readImage(image, NEVER)).kind).toBe("corrupt");
    const bytes = Buffer.from("fine");
    expect((await extractor.extract({ id: "doc-1", name: "a.txt", bytes }, NEVER)).kind).toBe("text");
  });

  it("names the command that installs what is missing", async () => {
    await using german = createExtractor({ workers: 1, ocr: { language: "eng+deu" } });
    const outcome = await german.extract({ id: "doc-1", name: "scan.pdf", bytes: await scan() }, NEVER);
    expect(outcome).toMatchObject({
      kind: "unsupported",
      detail: expect.stringContaining("npm i @tesseract.js-data/deu"),
    });
  });
});
