import {
  type Chunk,
  type ChunkingSettings,
  type ChunkingStrategy,
  type ChunkingTally,
  type CodeParser,
  chunkDocument,
  type DocumentView,
  type RetrievedChunk,
  type SourceDocument,
  viewDocument,
} from "#minions";
import type { WorkbenchLimits } from "../limits.ts";
import type { EmbedNow } from "../thread/caller-line.ts";
import { CallRefusedError } from "../workbench-errors.ts";
import { composeChunk } from "./compose-chunk.ts";
import { type Query, type Retrievers, retrieverFor } from "./retrieve.ts";

export interface ChunkDeskDeps {
  readonly documents: readonly SourceDocument[];
  readonly bounds: WorkbenchLimits;
  readonly retrieval: Retrievers["allowed"];
  readonly parser: CodeParser | undefined;
  readonly embed: EmbedNow | undefined;
}

/** A chunk as a program names it: by id, or by text it may have altered. */
export interface ChunkReference {
  readonly id?: string | undefined;
  readonly text?: string | undefined;
}

/** Keeps the real documents and chunks of one run; programs and plans only name them. */
export class ChunkDesk {
  readonly #deps: ChunkDeskDeps;
  readonly #documents: ReadonlyMap<string, SourceDocument>;
  readonly #views = new Map<string, DocumentView>();
  readonly #chunks = new Map<string, Chunk>();
  readonly #composed = new Map<string, Chunk>();
  readonly #cuts = new Map<string, readonly Chunk[]>();
  #made = 0;
  readonly #retrieval: ReturnType<typeof retrieverFor>;

  constructor(deps: ChunkDeskDeps) {
    this.#deps = deps;
    this.#documents = new Map(deps.documents.map((document) => [document.id, document]));
    this.#retrieval = retrieverFor({
      allowed: deps.retrieval,
      embed: deps.embed,
      embeddedQueries: deps.bounds.embeddedQueries,
    });
  }

  get documents(): readonly SourceDocument[] {
    return this.#deps.documents;
  }

  /** @throws {CallRefusedError} where no document has the id (or, for programs that pass it, exactly this text). */
  document(idOrText: string): SourceDocument {
    const found =
      this.#documents.get(idOrText) ??
      this.#deps.documents.find((document) => this.text(document.id) === idOrText);
    if (found) return found;
    const ids = [...this.#documents.keys()].slice(0, 20).join(", ");
    throw new CallRefusedError(`There is no such document; pass a document of context. Their ids: ${ids}.`);
  }

  /** The whole text of a document; empty where there is no such document. */
  text(documentId: string): string {
    const document = this.#documents.get(documentId);
    return document ? this.#view(document).text : "";
  }

  /** @throws {CallRefusedError | InvalidChunkingError} where the settings make no sense or too many chunks would come out. */
  cut(document: SourceDocument, strategy: ChunkingStrategy, settings: ChunkingSettings): readonly Chunk[] {
    const key = JSON.stringify([
      document.id,
      strategy,
      settings.size,
      settings.overlap,
      settings.pagesPerChunk,
    ]);
    const known = this.#cuts.get(key);
    if (known) return known;
    const { size, overlap } = settings;
    const least = size ? this.text(document.id).length / Math.max(1, size - (overlap ?? 0)) : 0;
    this.#requireRoomFor(strategy === "chunk_by_section" ? least : 0);
    const chunks = chunkDocument(document, strategy, settings, this.#deps.parser);
    this.#requireRoomFor(chunks.length);
    this.#made += chunks.length;
    this.#cuts.set(key, chunks);
    for (const chunk of chunks) this.#chunks.set(chunk.id, chunk);
    return chunks;
  }

  /** @throws {CallRefusedError} where the reference has no text and no known id. */
  find({ id, text }: ChunkReference): Chunk {
    const named = this.#chunks.get(id ?? text ?? "");
    if (named && (text === undefined || text === named.text || id === undefined)) return named;
    if (text === undefined) throw new CallRefusedError("There is no chunk of this id.");
    if (text.trim() === "") throw new CallRefusedError("A chunk must hold text.");
    const known = this.#composed.get(text);
    if (known) return known;
    const { composedChunks } = this.#deps.bounds;
    if (this.#composed.size >= composedChunks) {
      throw new CallRefusedError(
        `More than ${composedChunks} chunks would be texts of the program's own; use chunks.`,
      );
    }
    const first = named?.location?.documentId;
    const documents = this.#deps.documents.toSorted(
      (a, b) => Number(b.id === first) - Number(a.id === first),
    );
    const views = documents.values().map((document) => this.#view(document));
    const chunk = composeChunk(text, views);
    this.#composed.set(text, chunk);
    return chunk;
  }

  /** The best chunks for a query by the retrieval that the run allows, in the order of `chunks`. */
  retrieve(chunks: readonly Chunk[], query: Query, topK: number): RetrievedChunk[] {
    return this.#retrieval.retrieve(chunks, query, topK);
  }

  /** How well each chunk holds the keywords; ranks chunks where retrieval itself is not allowed. */
  scores(chunks: readonly Chunk[], keywords: Readonly<Record<string, number>>): Float64Array {
    return this.#retrieval.scores(chunks, keywords);
  }

  /** @param kept the chunks that jobs read. */
  tally(kept: readonly Chunk[]): ChunkingTally {
    const read = new Set(kept.map((chunk) => chunk.id));
    const skipped = [...this.#chunks.keys()].filter((id) => !read.has(id)).length;
    return { chunksMade: this.#chunks.size, chunksSkipped: skipped };
  }

  #view(document: SourceDocument): DocumentView {
    const view = this.#views.get(document.id) ?? viewDocument(document);
    this.#views.set(document.id, view);
    return view;
  }

  #requireRoomFor(count: number): void {
    const { chunks: most } = this.#deps.bounds;
    if (this.#made + count <= most) return;
    throw new CallRefusedError(
      `More than ${most} chunks would be made; use larger chunks or fewer chunkings.`,
    );
  }
}
