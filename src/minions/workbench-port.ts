import type { Chunk, ChunkingStrategy, RetrievalMethod } from "./chunk.ts";
import type { SourceDocument, SourceImage } from "./document.ts";
import type { DecompositionPlan } from "./plan.ts";
import type { DecompositionLimits, JobReport } from "./steps.ts";

/** How the supervisor decomposed a round: JavaScript it wrote, or a declarative plan. */
export type Program =
  | { readonly kind: "code"; readonly source: string }
  | { readonly kind: "plan"; readonly plan: DecompositionPlan };

/** One unit of work: one task over one chunk. */
export interface JobManifest {
  /** By position, from 0. */
  readonly jobId: number;
  /** By first appearance of the task's text, from 0. */
  readonly taskId: number;
  /** By first appearance of the chunk, from 0. */
  readonly chunkId: number;
  readonly chunk: Chunk;
  readonly task: string;
  readonly advice: string;
  /** A picture to look at in place of text; then `chunk` is its name alone. */
  readonly image?: SourceImage;
}

/** What was made of the documents on the way to the manifests. */
export interface ChunkingTally {
  /** Chunks that the chunkers made, before any retrieval. */
  readonly chunksMade: number;
  /** Of those, chunks that retrieval left out. */
  readonly chunksSkipped: number;
}

export interface PrepareRequest {
  readonly program: Program;
  readonly documents: readonly SourceDocument[];
  readonly previousJobs: readonly JobReport[];
  readonly limits: DecompositionLimits;
  readonly chunking: ChunkingStrategy;
  /** What retrieval the program may use; undefined means none. */
  readonly retrieval: RetrievalMethod | undefined;
  /** Embeds texts for `embedding` retrieval; absent where the local model cannot. */
  readonly embed?: (texts: readonly string[], signal: AbortSignal) => Promise<readonly Float32Array[]>;
  /** Embeds page images or texts for `multimodal-embedding`; absent where the local model cannot. */
  readonly embedMultimodal?: PrepareRequest["embed"];
}

/** A program either gives manifests or is at fault; `message` is fit to show to the supervisor that wrote it. */
export type ProgramOutcome<Value> =
  | { readonly kind: "done"; readonly value: Value }
  | { readonly kind: "faulty"; readonly fault: ProgramFault; readonly message: string };

export type ProgramFault =
  | "syntax"
  | "exception"
  | "missing-function"
  | "out-of-time"
  | "out-of-memory"
  | "bad-output"
  | "too-many-jobs"
  | "too-many-tasks"
  | "no-jobs";

export interface PreparedJobs {
  readonly manifests: readonly JobManifest[];
  readonly tally: ChunkingTally;
}

/**
 * Runs what the supervisor wrote, away from the main thread: no network, files, clock or process, under a memory cap
 * and a deadline, in a context made fresh for each call. Faults of the program are outcomes, not exceptions.
 */
export interface Workbench {
  prepareJobs(request: PrepareRequest, signal: AbortSignal): Promise<ProgramOutcome<PreparedJobs>>;
  transformOutputs(
    program: Program,
    jobs: readonly JobReport[],
    signal: AbortSignal,
  ): Promise<ProgramOutcome<string>>;
}
