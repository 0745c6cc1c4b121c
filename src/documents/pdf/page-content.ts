import { getResolvedPDFJS } from "unpdf";
import type { PdfDocument } from "./open-pdf.ts";

/** As many pages as are looked at to tell a scan from blank paper. */
const SAMPLE_PAGES = 3;
/** Letters drawn as outlines make many paths; frames and rules make few. */
const MANY_PATHS = 50;

/** True when pages without text show something: pictures, or writing drawn as outlines. */
export async function showsPictures(pdf: PdfDocument, pagesWithoutText: readonly number[]): Promise<boolean> {
  const { OPS } = await getResolvedPDFJS();
  const pictures = new Set([OPS.paintImageXObject, OPS.paintInlineImageXObject, OPS.paintImageMaskXObject]);
  for (const index of pagesWithoutText.slice(0, SAMPLE_PAGES)) {
    const operators = await operatorsOf(pdf, index);
    if (operators.some((operator) => pictures.has(operator))) return true;
    if (operators.filter((operator) => operator === OPS.constructPath).length >= MANY_PATHS) return true;
  }
  return false;
}

async function operatorsOf(pdf: PdfDocument, index: number): Promise<number[]> {
  try {
    const page = await pdf.getPage(index + 1);
    const operators = (await page.getOperatorList()).fnArray;
    page.cleanup();
    return operators;
  } catch {
    return [];
  }
}
