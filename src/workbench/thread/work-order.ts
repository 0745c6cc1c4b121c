import type { MessagePort } from "node:worker_threads";
import type {
  ChunkingStrategy,
  DecompositionLimits,
  JobReport,
  PreparedJobs,
  Program,
  ProgramOutcome,
  RetrievalMethod,
} from "#minions";
import type { WorkbenchLimits } from "../limits.ts";
import type { Control } from "./control.ts";

/** What the worker thread needs to prepare jobs: the port's request as data, but for the documents. */
export interface PrepareOrder {
  readonly kind: "prepare";
  readonly program: Program;
  /** The documents themselves are fetched over the line. */
  readonly documentCount: number;
  readonly previousJobs: readonly JobReport[];
  readonly limits: DecompositionLimits;
  readonly chunking: ChunkingStrategy;
  readonly retrieval: RetrievalMethod | undefined;
  /** Whether the main thread can embed texts for the retrieval allowed. */
  readonly canEmbed: boolean;
}

export interface TransformOrder {
  readonly kind: "transform";
  readonly source: string;
  readonly jobs: readonly JobReport[];
}

/** One call of the worker thread. */
export interface WorkCall<Order extends PrepareOrder | TransformOrder = PrepareOrder | TransformOrder> {
  readonly order: Order;
  readonly bounds: WorkbenchLimits;
  readonly control: Control;
  /** Through it the worker asks the main thread for documents and embeddings. */
  readonly line: MessagePort;
}

export type WorkResult = ProgramOutcome<PreparedJobs> | ProgramOutcome<string>;
