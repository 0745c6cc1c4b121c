import type { ContentPart, DocumentStore } from "#engine";

/** Bytes of the documents that are sent along, by their hash. */
export type InlineDocuments = ReadonlyMap<string, Uint8Array>;

/** Parts, and how large a document among them may be to be sent along, in bytes. */
export interface PartsToSend {
  readonly parts: readonly ContentPart[];
  readonly maxInlineBytes: number;
}

const NONE: InlineDocuments = new Map();

/** Reads the documents that are to be sent along; most tasks have none. One that is not there any more is left out. */
export async function readInline(
  sent: readonly PartsToSend[],
  documents: DocumentStore,
): Promise<InlineDocuments> {
  const hashes = new Set<string>();
  for (const { parts, maxInlineBytes } of sent) {
    for (const part of parts) {
      if (part.kind === "document" && part.document.bytes <= maxInlineBytes) hashes.add(part.document.hash);
    }
  }
  if (hashes.size === 0) return NONE;
  const found = new Map<string, Uint8Array>();
  const read = async (hash: string): Promise<void> => {
    const bytes = await documents.get(hash);
    if (bytes !== undefined) found.set(hash, bytes);
  };
  await Promise.all([...hashes].map(read));
  return found;
}
