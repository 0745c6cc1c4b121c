import type { DocumentOutline } from "./document.ts";
import type { ModelRef, Side, Usage } from "./model-port.ts";
import type { SkillId } from "./options.ts";
import type { LocalOnly, Money, RunResult } from "./result.ts";
import type { ModelStepKind } from "./steps.ts";
import type { ProgramFault } from "./workbench-port.ts";

/** How one worker job ended. Only `answered` carries an answer; `nothing-found` is an honest null. */
export type JobOutcomeKind =
  | "answered"
  | "nothing-found"
  | "unparsable"
  | "truncated"
  | "refused"
  | "over-context"
  | "model-failed";

/** What a client needs to draw the conversation, in order of happening. Names are `noun-verb`. */
export type RunEvent =
  | {
      readonly type: "run-started";
      readonly skill: SkillId;
      readonly question: string;
      readonly local: ModelRef;
      readonly remote: ModelRef;
      readonly documents: readonly DocumentOutline[];
      readonly maxRounds: number;
    }
  | { readonly type: "privacy-applied"; readonly placeholders: number }
  | { readonly type: "advice-given"; readonly text: string }
  | { readonly type: "round-started"; readonly round: number; readonly final: boolean }
  | { readonly type: "supervisor-thought"; readonly round: number; readonly text: string }
  | { readonly type: "supervisor-asked"; readonly round: number; readonly message: string }
  | {
      readonly type: "documents-narrowed";
      readonly round: number;
      readonly pagesKept: number;
      readonly pages: number;
    }
  | { readonly type: "worker-replied"; readonly round: number; readonly text: string }
  | {
      readonly type: "decomposition-failed";
      readonly round: number;
      readonly attempt: number;
      readonly form: "code" | "plan";
      readonly fault: ProgramFault | "no-program";
      readonly message: string;
    }
  | {
      readonly type: "jobs-prepared";
      readonly round: number;
      readonly form: "code" | "plan";
      readonly jobs: number;
      readonly tasks: readonly string[];
      readonly chunksMade: number;
      readonly chunksSkipped: number;
    }
  | {
      readonly type: "job-finished";
      readonly round: number;
      readonly jobId: number;
      readonly taskId: number;
      readonly source: string;
      readonly outcome: JobOutcomeKind;
      readonly answer: string | null;
      /** The worker's quote from what it read; not checked yet. */
      readonly citation: string | null;
      readonly done: number;
      readonly total: number;
    }
  | {
      readonly type: "outputs-aggregated";
      readonly round: number;
      readonly fallBack: boolean;
      readonly characters: number;
    }
  | {
      readonly type: "model-called";
      readonly side: Side;
      readonly step: ModelStepKind;
      readonly stepPath: string;
      readonly model: ModelRef;
      readonly usage: Usage;
      readonly durationMs: number;
      readonly cost: Money;
      /** True where an earlier run's reply was taken and the model was not asked. */
      readonly reused?: true;
    }
  | {
      readonly type: "reply-repaired";
      readonly round: number;
      readonly step: ModelStepKind;
      readonly problem: string;
    }
  /** From here on nothing leaves: a model at home supervises. */
  | ({ readonly type: "stand-in-took-over" } & LocalOnly)
  | { readonly type: "answer-started"; readonly round: number }
  | { readonly type: "answer-delta"; readonly round: number; readonly text: string }
  | { readonly type: "answer-proposed"; readonly round: number; readonly answer: string }
  | { readonly type: "run-finished"; readonly result: RunResult };
