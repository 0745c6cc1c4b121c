import type { Part } from "@a2a-js/sdk";
import type { ContentPart, DocumentRef, JsonObject } from "#engine";
import { assertNever } from "#kernel";
import type { InlineDocuments } from "./inline-documents.ts";

/** The documents at hand, and how large one may be to go inline. */
export interface PartSource {
  readonly documents: InlineDocuments;
  /** A larger document is named by a data part instead of being sent along. */
  readonly maxInlineBytes: number;
}

/** Parts as A2A carries them. */
export function encodeParts(parts: readonly ContentPart[], source: PartSource): Part[] {
  return parts.map((part) => encodePart(part, source));
}

function encodePart(part: ContentPart, source: PartSource): Part {
  const { metadata } = part;
  switch (part.kind) {
    case "text":
      return {
        content: { $case: "text", value: part.text },
        metadata,
        filename: part.name ?? "",
        mediaType: part.mediaType ?? "",
      };
    case "data":
      return {
        content: { $case: "data", value: part.data },
        metadata,
        filename: part.name ?? "",
        mediaType: part.mediaType ?? "",
      };
    case "link":
      return {
        content: { $case: "url", value: part.url },
        metadata,
        filename: part.name,
        mediaType: part.mediaType,
      };
    case "document":
      return encodeDocument(part.document, metadata, source);
    default:
      return assertNever(part);
  }
}

function encodeDocument(
  document: DocumentRef,
  metadata: JsonObject | undefined,
  { documents, maxInlineBytes }: PartSource,
): Part {
  const bytes = document.bytes <= maxInlineBytes ? documents.get(document.hash) : undefined;
  if (bytes === undefined) return nameDocument(document, metadata);
  return {
    content: { $case: "raw", value: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) },
    metadata,
    filename: document.name,
    mediaType: document.mediaType,
  };
}

/** Says which document stood here, without its bytes. */
function nameDocument(document: DocumentRef, metadata: JsonObject | undefined): Part {
  const { name, mediaType, bytes, hash } = document;
  return {
    content: { $case: "data", value: { name, mediaType, bytes, sha256: hash } },
    metadata: { ...metadata, documentReference: true },
    filename: name,
    mediaType: "application/json",
  };
}
