import type { TextLocation } from "./chunk.ts";
import type { ModelRef, Side, Usage } from "./model-port.ts";
import type { SkillId } from "./options.ts";
import type { ModelStepKind } from "./steps.ts";

/** Why a run ended without an answer. */
export type NoAnswerReason = "not-found" | "supervisor-unparsable";

export type RunOutcome =
  | { readonly kind: "answered"; readonly answer: string }
  | { readonly kind: "no-answer"; readonly reason: NoAnswerReason; readonly explanation: string };

/** A quote and whether it really stands in a document. */
export type Citation =
  | {
      readonly verified: true;
      /** As the model gave it. */
      readonly quote: string;
      readonly location: TextLocation;
      /** The document's own text at the location. */
      readonly sourceText: string;
    }
  | { readonly verified: false; readonly quote: string; readonly reason: "not-in-documents" | "too-short" };

/** What the run read of one document. */
export interface DocumentCoverage {
  readonly documentId: string;
  readonly documentName: string;
  readonly pages: number;
  /** 0-based pages that a worker read, ascending. */
  readonly pagesRead: readonly number[];
  readonly characters: number;
  readonly charactersRead: number;
}

export interface Coverage {
  readonly chunksMade: number;
  readonly chunksRead: number;
  readonly chunksSkippedByRetrieval: number;
  /** Jobs whose reply or prompt met a length limit. */
  readonly chunksCutOff: number;
  readonly documents: readonly DocumentCoverage[];
}

/** One call to the remote side: what left, where to, and why; or what would have, had no earlier reply been reused. */
export interface LedgerEntry {
  /** From 1, in order of sending. */
  readonly sequence: number;
  readonly step: ModelStepKind;
  readonly stepPath: string;
  readonly recipient: ModelRef;
  /** False for engines inside this process, and for a reply that was reused: nothing left the machine. */
  readonly leftProcess: boolean;
  /** True where an earlier run's reply to the same was taken, so that this was not sent at all. */
  readonly reused?: true;
  /** UTF-8 bytes of `text` and of the images sent. */
  readonly bytes: number;
  /** Hex SHA-256 of the same bytes. */
  readonly sha256: string;
  /** What was sent, for the caller alone; never logged. */
  readonly text: string;
}

/** An amount in US dollars, or the honest word that nobody knows. */
export type Money =
  | { readonly kind: "known"; readonly usd: number }
  | { readonly kind: "unknown"; readonly models: readonly string[] };

export interface SideAccount {
  readonly calls: number;
  /** How many of the calls were not made, since an earlier run's reply was reused; absent where none was. */
  readonly reusedCalls?: number;
  readonly usage: Usage;
  readonly byModel: readonly { readonly model: ModelRef; readonly calls: number; readonly usage: Usage }[];
  /** Sum of the calls' durations, in milliseconds; parallel calls add up. */
  readonly modelTimeMs: number;
  readonly cost: Money;
}

/** What the remote model alone would have cost, had it read everything once. */
export interface RemoteOnlyEstimate {
  readonly model: ModelRef;
  /** Estimated at four characters a token. */
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cost: Money;
}

/** Says that a run, or the rest of it, was answered at home: no remote model had its say. */
export interface LocalOnly {
  readonly reason: "policy" | "asked" | "remote-down" | "rejected";
  /** Path of the first step that stayed; null where the whole run did. */
  readonly since: string | null;
  /** Who supervised instead, as `provider/model`. */
  readonly by: string;
}

/** What every run returns. */
export interface RunResult {
  readonly skill: SkillId;
  readonly question: string;
  readonly outcome: RunOutcome;
  /** Strongest first. */
  readonly citations: readonly Citation[];
  readonly rounds: number;
  readonly sides: Readonly<Record<Side, SideAccount>>;
  readonly cost: Money;
  readonly remoteOnly: RemoteOnlyEstimate;
  readonly coverage: Coverage;
  readonly ledger: readonly LedgerEntry[];
  /** Null where the remote side answered to the end. */
  readonly localOnly: LocalOnly | null;
  readonly wallTimeMs: number;
  /** What a reader must know to judge the answer, for example that the embedded engine quotes and does not reason. */
  readonly notices: readonly string[];
}
