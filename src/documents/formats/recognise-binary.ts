/** What the first bytes of a file say. "unknown" may still be text. */
export type BinaryFormat =
  | { readonly kind: "pdf" | "zip" | "unknown" }
  | { readonly kind: "image"; readonly mediaType: string }
  | { readonly kind: "encrypted" | "unsupported"; readonly detail: string };

interface Signature {
  readonly bytes: string;
  readonly offset?: number;
  readonly format: BinaryFormat;
}

function unsupported(what: string): BinaryFormat {
  return { kind: "unsupported", detail: what };
}

function image(mediaType: string): BinaryFormat {
  return { kind: "image", mediaType };
}

const ASK_FOR_PNG = "Convert it to PNG or JPEG.";
const ASK_TO_UNPACK = "Unpack it and send the files that it holds.";

/** In Latin-1, one character a byte. */
const SIGNATURES: readonly Signature[] = [
  { bytes: "\x89PNG\r\n\x1a\n", format: image("image/png") },
  { bytes: "\xff\xd8\xff", format: image("image/jpeg") },
  { bytes: "GIF87a", format: image("image/gif") },
  { bytes: "GIF89a", format: image("image/gif") },
  { bytes: "WEBP", offset: 8, format: image("image/webp") },
  { bytes: "PK\x03\x04", format: { kind: "zip" } },
  { bytes: "PK\x05\x06", format: unsupported(`It is an empty ZIP archive. ${ASK_TO_UNPACK}`) },
  { bytes: "II*\0", format: unsupported(`It is a TIFF picture. ${ASK_FOR_PNG}`) },
  { bytes: "MM\0*", format: unsupported(`It is a TIFF picture. ${ASK_FOR_PNG}`) },
  { bytes: "BM", format: unsupported(`It is a BMP picture. ${ASK_FOR_PNG}`) },
  {
    bytes: "ftyp",
    offset: 4,
    format: unsupported("It is a film or a HEIC/AVIF picture. Convert pictures to PNG or JPEG."),
  },
  { bytes: "{\\rtf", format: unsupported("It is an RTF document. Save it as DOCX or PDF.") },
  { bytes: "%!PS", format: unsupported("It is a PostScript file. Convert it to PDF.") },
  { bytes: "\x1f\x8b", format: unsupported(`It is a gzip archive. ${ASK_TO_UNPACK}`) },
  { bytes: "7z\xbc\xaf\x27\x1c", format: unsupported(`It is a 7-Zip archive. ${ASK_TO_UNPACK}`) },
  { bytes: "Rar!\x1a\x07", format: unsupported(`It is a RAR archive. ${ASK_TO_UNPACK}`) },
  { bytes: "SQLite format 3\0", format: unsupported("It is an SQLite database. Export the tables as CSV.") },
];

const OLE = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/** pdf.js, like Acrobat, accepts some bytes before the header. */
const PDF_HEADER_REACH = 1024;

/** Names the format by its signature. */
export function recogniseBinary(bytes: Uint8Array): BinaryFormat {
  const head = Buffer.from(
    bytes.buffer,
    bytes.byteOffset,
    Math.min(bytes.length, PDF_HEADER_REACH + 8),
  ).toString("latin1");
  if (isPdf(head)) return { kind: "pdf" };
  if (head.startsWith(OLE)) return oleFormat(bytes);
  const found = SIGNATURES.find(({ bytes: mark, offset = 0 }) => head.startsWith(mark, offset));
  if (!found) return { kind: "unknown" };
  if (found.bytes === "BM" && !/[\0]/.test(head)) return { kind: "unknown" };
  return found.format;
}

/** Junk before the header is accepted when what follows looks binary: a text may speak of "%PDF-1.4". */
function isPdf(head: string): boolean {
  if (/^(?:\xef\xbb\xbf)?\s*%PDF-/.test(head)) return true;
  return /%PDF-[12]\.\d/.test(head) && /[\0\x80-\xff]/.test(head);
}

/** Microsoft's old container holds .doc, .xls and .ppt files, and DOCX files that are protected by a password. */
function oleFormat(bytes: Uint8Array): BinaryFormat {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.includes(Buffer.from("EncryptedPackage", "utf16le"))) {
    return { kind: "encrypted", detail: "It is an Office file that opens only with a password." };
  }
  return unsupported("It is an old Office file (.doc, .xls, .ppt). Save it as DOCX, CSV or PDF.");
}
