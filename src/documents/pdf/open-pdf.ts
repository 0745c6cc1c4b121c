import { getResolvedPDFJS } from "unpdf";

type PdfJs = Awaited<ReturnType<typeof getResolvedPDFJS>>;
export type PdfDocument = Awaited<ReturnType<PdfJs["getDocument"]>["promise"]>;
export type PdfPage = Awaited<ReturnType<PdfDocument["getPage"]>>;

export type OpenedPdf =
  | { readonly kind: "open"; readonly pdf: PdfDocument; readonly missingData: ReadonlySet<string> }
  | { readonly kind: "encrypted" | "corrupt"; readonly detail: string };

/** Larger pictures are left out when a page is drawn for OCR. */
const MAX_IMAGE_PIXELS = 50_000_000;

/**
 * Opens a PDF with a pdf.js that runs in this thread, fetches nothing and prints nothing.
 * The reader takes over `bytes`.
 */
export async function openPdf(bytes: Uint8Array): Promise<OpenedPdf> {
  const pdfjs = await getResolvedPDFJS();
  const missingData = new Set<string>();
  const loading = pdfjs.getDocument({
    data: bytes,
    verbosity: 0,
    useSystemFonts: false,
    disableFontFace: true,
    useWorkerFetch: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    disableAutoFetch: true,
    disableRange: true,
    disableStream: true,
    enableXfa: false,
    maxImageSize: MAX_IMAGE_PIXELS,
  });
  try {
    return { kind: "open", pdf: await loading.promise, missingData };
  } catch (error) {
    await loading.destroy();
    if (nameOf(error) === "PasswordException")
      return { kind: "encrypted", detail: "The PDF opens only with a password." };
    return { kind: "corrupt", detail: "No readable PDF structure was found." };
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}
