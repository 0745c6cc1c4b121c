import type { DocumentStore } from "#engine";
import { AppError } from "#kernel";
import type { DocumentFile } from "../../document-file.ts";
import { requestHash } from "../journal/request-hash.ts";
import type { AskedDocument } from "./asked-of-task.ts";

/** A document that a message refers to is no longer kept. */
export class DocumentGoneError extends AppError<"document-gone"> {
  readonly code = "document-gone";
  readonly document: string;

  constructor(document: string) {
    super(`The document "${document}" is no longer kept here. Send it again.`);
    this.document = document;
  }
}

/** The files behind documents of messages; bytes are fetched when their turn comes. */
export function documentFiles(documents: readonly AskedDocument[], store: DocumentStore): DocumentFile[] {
  return documents.map((document): DocumentFile => {
    if (document.kind === "inline") {
      const { name, mediaType, text } = document;
      return { name, declaredMediaType: mediaType, bytes: new TextEncoder().encode(text) };
    }
    const { name, mediaType, bytes: byteLength, hash } = document.ref;
    const fetch = async (signal: AbortSignal): Promise<Uint8Array> => {
      const bytes = await store.get(hash, signal);
      if (bytes === undefined) throw new DocumentGoneError(name);
      return bytes;
    };
    return { name, declaredMediaType: mediaType, byteLength, bytes: fetch };
  });
}

/** Names the content of each document without looking at bytes that were hashed before. */
export function contentHashes(documents: readonly AskedDocument[]): string[] {
  return documents.map((document) =>
    document.kind === "stored" ? document.ref.hash : requestHash(document.text),
  );
}
