import type { PdfDocument, PdfPage } from "./open-pdf.ts";

/** True when the PDF is a form: only then is it worth the time to look at the fields of each page. */
export async function hasForm(pdf: PdfDocument): Promise<boolean> {
  try {
    return (await pdf.getFieldObjects()) !== null;
  } catch {
    return false;
  }
}

/** What has been filled in, as `name: value` lines: it stands in fields above the page, not in the page's own text. */
export async function filledFields(page: PdfPage): Promise<string> {
  const annotations: unknown[] = await page.getAnnotations();
  return annotations.flatMap(fieldLine).join("\n");
}

function fieldLine(annotation: unknown): string[] {
  if (typeof annotation !== "object" || annotation === null) return [];
  const { fieldName, fieldValue, fieldType, hidden } = annotation as Record<string, unknown>;
  if (typeof fieldName !== "string" || fieldType === "Sig" || hidden === true) return [];
  const value = Array.isArray(fieldValue) ? fieldValue.join(", ") : fieldValue;
  return typeof value === "string" && value.trim() !== "" && value !== "Off"
    ? [`${fieldName}: ${value}`]
    : [];
}
