import type { AskEvent } from "#app";
import {
  addUsage,
  formatModelRef,
  type Money,
  NO_USAGE,
  type Side,
  type SkillId,
  sumMoney,
  type Usage,
  ZERO_USD,
} from "#minions";

/** What is known of a run under way, drawn from its events. */
export interface AskProgress {
  readonly phase: "reading" | "running" | "answering" | "done";
  readonly documentsDone: number;
  readonly documentsTotal: number;
  readonly lastDocument: string | undefined;
  readonly skill: SkillId | undefined;
  readonly round: number;
  readonly maxRounds: number;
  /** Who is at work now, in words. */
  readonly speaking: string;
  readonly jobsDone: number;
  readonly jobsTotal: number;
  readonly models: Readonly<Record<Side, string>>;
  readonly usage: Readonly<Record<Side, Usage>>;
  readonly cost: Money;
}

export function initialProgress(documentsTotal: number): AskProgress {
  return {
    phase: "reading",
    documentsDone: 0,
    documentsTotal,
    lastDocument: undefined,
    skill: undefined,
    round: 0,
    maxRounds: 0,
    speaking: "reading documents",
    jobsDone: 0,
    jobsTotal: 0,
    models: { local: "", remote: "" },
    usage: { local: NO_USAGE, remote: NO_USAGE },
    cost: ZERO_USD,
  };
}

/** Pure: the progress after one more event. */
export function nextProgress(progress: AskProgress, event: AskEvent): AskProgress {
  switch (event.type) {
    case "document-read":
    case "image-taken":
    case "document-refused":
      return {
        ...progress,
        documentsDone: event.done,
        documentsTotal: event.total,
        lastDocument: event.name,
      };
    case "run-started":
      return {
        ...progress,
        phase: "running",
        skill: event.skill,
        maxRounds: event.maxRounds,
        models: { local: formatModelRef(event.local), remote: formatModelRef(event.remote) },
        speaking: "supervisor is opening",
      };
    case "round-started":
      return {
        ...progress,
        round: event.round,
        jobsDone: 0,
        jobsTotal: 0,
        speaking: "supervisor is thinking",
      };
    case "supervisor-asked":
      return { ...progress, speaking: "worker is reading" };
    case "jobs-prepared":
      return { ...progress, jobsDone: 0, jobsTotal: event.jobs, speaking: "workers are reading" };
    case "job-finished":
      return { ...progress, jobsDone: event.done, jobsTotal: event.total };
    case "worker-replied":
    case "outputs-aggregated":
      return { ...progress, speaking: "supervisor is judging" };
    case "answer-started":
      return { ...progress, phase: "answering", speaking: "supervisor is answering" };
    case "model-called": {
      const usage = { ...progress.usage, [event.side]: addUsage(progress.usage[event.side], event.usage) };
      return { ...progress, usage, cost: sumMoney([progress.cost, event.cost]) };
    }
    case "run-finished":
      return { ...progress, phase: "done" };
    default:
      return progress;
  }
}
