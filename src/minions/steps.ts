import type { Chunk, ChunkingStrategy, RetrievalMethod } from "./chunk.ts";
import type { DocumentOutline, SourceDocument } from "./document.ts";

/** One earlier turn of the conversation that this run belongs to. */
export interface HistoryTurn {
  readonly role: "user" | "agent";
  readonly text: string;
}

/** One supervisor message and the worker's reply to it. */
export interface Exchange {
  readonly message: string;
  readonly reply: string;
}

/** A job's result as the supervisor sees it. */
export interface JobReport {
  readonly jobId: number;
  readonly taskId: number;
  readonly chunkId: number;
  readonly task: string;
  /** "report.pdf p. 60", 1-based for people. */
  readonly source: string;
  readonly answer: string | null;
  readonly citation: string | null;
  readonly explanation: string;
}

export interface DecompositionLimits {
  readonly maxTasks: number;
  readonly maxJobs: number;
}

/** What a supervisor is told before it decomposes a question. */
export interface DecompositionBrief {
  readonly form: "code" | "plan";
  readonly question: string;
  readonly round: number;
  readonly documents: readonly DocumentOutline[];
  readonly advice: string;
  readonly chunking: ChunkingStrategy;
  readonly retrieval: RetrievalMethod | undefined;
  readonly limits: DecompositionLimits;
  readonly previousJobs: readonly JobReport[];
  readonly feedback: string | null;
  readonly scratchpad: string | null;
  /** Why the last attempt at decomposing this round was not accepted. */
  readonly lastError: string | null;
}

/**
 * Every kind of question that the protocols put to a model, as typed data.
 *
 * Steps of the supervisor hold nothing that its messages do not hold: in particular no document text.
 */
export type ModelStep =
  | {
      readonly kind: "minion-open";
      readonly question: string;
      readonly documents: readonly DocumentOutline[];
      readonly history: readonly HistoryTurn[];
    }
  | { readonly kind: "minion-think"; readonly question: string; readonly exchanges: readonly Exchange[] }
  | {
      readonly kind: "minion-decide";
      readonly question: string;
      readonly exchanges: readonly Exchange[];
      readonly final: boolean;
    }
  | {
      readonly kind: "minion-work";
      /** What the supervisor asks now. */
      readonly message: string;
      readonly exchanges: readonly Exchange[];
      readonly documents: readonly SourceDocument[];
    }
  | {
      readonly kind: "minions-advise";
      readonly question: string;
      readonly documents: readonly DocumentOutline[];
      readonly history: readonly HistoryTurn[];
    }
  | ({ readonly kind: "minions-decompose" } & DecompositionBrief)
  | {
      readonly kind: "minions-job";
      readonly task: string;
      readonly advice: string;
      readonly chunk: Chunk;
      readonly sample: number;
    }
  | {
      readonly kind: "minions-think";
      readonly question: string;
      readonly aggregate: string;
      readonly jobs: readonly JobReport[];
    }
  | {
      readonly kind: "minions-synthesise";
      readonly question: string;
      readonly aggregate: string;
      readonly jobs: readonly JobReport[];
      readonly final: boolean;
    }
  | { readonly kind: "history-summarise"; readonly turns: readonly HistoryTurn[] }
  | { readonly kind: "privacy-find"; readonly text: string };

export type ModelStepKind = ModelStep["kind"];
