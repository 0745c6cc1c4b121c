import type { PdfDocument } from "./open-pdf.ts";

/** Tesseract reads best from about 300 dots to the inch; 250 is a quarter faster and reads the same. */
const DOTS_PER_INCH = 250;
const POINTS_PER_INCH = 72;
/** Posters are drawn more coarsely, to stay below this. */
const MAX_PIXELS = 20_000_000;

/** Draws a page (0-based) as a PNG. */
export async function drawPage(pdf: PdfDocument, index: number): Promise<Uint8Array> {
  const { createCanvas } = await import("@napi-rs/canvas");
  const page = await pdf.getPage(index + 1);
  const plain = page.getViewport({ scale: 1 });
  const finest = Math.sqrt(MAX_PIXELS / (plain.width * plain.height));
  const viewport = page.getViewport({ scale: Math.min(DOTS_PER_INCH / POINTS_PER_INCH, finest) });
  const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
  // pdf.js is typed for browsers; this canvas does what it asks of theirs.
  const target = canvas as unknown as Parameters<typeof page.render>[0]["canvas"];
  await page.render({ canvas: target, viewport, background: "white" }).promise;
  page.cleanup();
  return canvas.encode("png");
}
