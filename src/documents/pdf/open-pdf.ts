import { createIsomorphicCanvasFactory, getResolvedPDFJS } from "unpdf";
import { dataFactoryFor, type MissingData } from "./pdf-data.ts";

type PdfJs = Awaited<ReturnType<typeof getResolvedPDFJS>>;
export type PdfDocument = Awaited<ReturnType<PdfJs["getDocument"]>["promise"]>;
export type PdfPage = Awaited<ReturnType<PdfDocument["getPage"]>>;

export type OpenedPdf =
  | { readonly kind: "open"; readonly pdf: PdfDocument; readonly missing: MissingData }
  | { readonly kind: "encrypted" | "corrupt"; readonly detail: string };

/** Larger pictures are left out when a page is drawn. */
export const MAX_IMAGE_PIXELS = 50_000_000;

/**
 * Opens a PDF with a pdf.js that runs in this thread, fetches nothing and prints nothing. The reader takes over `bytes`.
 * `drawing` prepares it for drawing pages, which needs the optional package `@napi-rs/canvas`.
 */
export async function openPdf(bytes: Uint8Array, drawing: boolean): Promise<OpenedPdf> {
  const canvas = drawing
    ? { CanvasFactory: await createIsomorphicCanvasFactory(() => import("@napi-rs/canvas")) }
    : {};
  const { getDocument } = await getResolvedPDFJS();
  const missing: MissingData = new Set();
  const loading = getDocument({
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
    BinaryDataFactory: dataFactoryFor(missing),
    ...canvas,
  });
  try {
    return { kind: "open", pdf: await loading.promise, missing };
  } catch (error) {
    await loading.destroy();
    if (error instanceof Error && error.name === "PasswordException") {
      return { kind: "encrypted", detail: "The PDF opens only with a password." };
    }
    return { kind: "corrupt", detail: "No readable PDF structure was found." };
  }
}
