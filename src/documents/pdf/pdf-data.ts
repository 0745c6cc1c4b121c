import { readFile } from "node:fs/promises";

/** Tables that pdf.js keeps outside its code: encodings of older Asian PDFs, fonts and decoders for drawing pages. */
type DataKind = "cMapUrl" | "standardFontDataUrl" | "wasmUrl";

const FOLDERS: Record<DataKind, string> = {
  cMapUrl: "cmaps/",
  standardFontDataUrl: "standard_fonts/",
  wasmUrl: "wasm/",
};

/** What a document asked for and could not get. */
export type MissingData = Set<DataKind>;

/**
 * A class as pdf.js wants it, which reads such tables from the optional package `pdfjs-dist` and from nowhere else.
 * What is not there is noted in `missing`.
 */
export function dataFactoryFor(missing: MissingData): new () => object {
  return class PackageDataFactory {
    async fetch({ kind, filename }: { kind: DataKind; filename: string }): Promise<Uint8Array> {
      try {
        return new Uint8Array(await readFile(fileOf(kind, filename)));
      } catch (error) {
        missing.add(kind);
        throw error;
      }
    }
  };
}

/** The names come from documents by way of pdf.js: only plain file names are taken. */
function fileOf(kind: DataKind, filename: string): URL {
  if (!/^[\w-]+(?:\.[\w-]+)*$/.test(filename)) throw new Error("Not the name of a data file.");
  return new URL(FOLDERS[kind] + filename, import.meta.resolve("pdfjs-dist/package.json"));
}
