/** Where a piece of text stands in its document. */
export interface TextLocation {
  readonly documentId: string;
  readonly documentName: string;
  /** 0-based, inclusive. */
  readonly firstPage: number;
  /** 0-based, inclusive. */
  readonly lastPage: number;
  /** UTF-16 offsets into `documentText(document)`, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** A piece of a document that one worker job reads. */
export interface Chunk {
  /** Unique within a run and stable for the same document and chunker settings. */
  readonly id: string;
  /** Undefined only for text that model-written code composed and that stands nowhere verbatim. */
  readonly location: TextLocation | undefined;
  /** The document's own text at `location`. */
  readonly text: string;
  /** Context put before the text that is not at `location`: imports and a class header, or a table's header row. */
  readonly preamble?: string;
}

export const CHUNKING_STRATEGIES = [
  "chunk_by_section",
  "chunk_by_page",
  "chunk_by_paragraph",
  "chunk_by_code",
  "chunk_by_function_and_class",
] as const;

/** The chunkers by the names that A2A clients and supervisors use. */
export type ChunkingStrategy = (typeof CHUNKING_STRATEGIES)[number];

export const RETRIEVAL_METHODS = ["bm25", "embedding", "multimodal-embedding"] as const;

export type RetrievalMethod = (typeof RETRIEVAL_METHODS)[number];
