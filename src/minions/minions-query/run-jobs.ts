import pMap from "p-map";
import { AbortedError, AppError, TimedOutError } from "#kernel";
import type { CoverageTally } from "../accounting/index.ts";
import { jobReplySchema } from "../contracts.ts";
import type { JobOutcomeKind } from "../events.ts";
import type { ModelMessage } from "../model-port.ts";
import { askJson } from "../run/ask-json.ts";
import type { Session } from "../run/session.ts";
import type { JobReport } from "../steps.ts";
import type { JobManifest } from "../workbench-port.ts";
import { jobPrompt, WORKER_ROLE } from "./prompts.ts";
import { sourceLabel } from "./source-label.ts";

/** How one sample of a job ended. */
export interface JobOutcome {
  readonly kind: JobOutcomeKind;
  readonly manifest: JobManifest;
  readonly report: JobReport;
  /** Set where `kind` is `model-failed`. */
  readonly failure?: unknown;
}

export interface JobsDeps {
  readonly session: Session;
  readonly coverage: CoverageTally;
}

/** A malformed worker reply is asked for once more, with the problem shown. */
const JOB_REPAIRS = 1;

/**
 * Runs every job, one request each, `options.parallelism` at once. A job that goes wrong is an outcome and never ends
 * the run; only when every single job failed at the model is that failure thrown, since then nothing was read.
 */
export async function runJobs(
  deps: JobsDeps,
  round: number,
  manifests: readonly JobManifest[],
): Promise<readonly JobOutcome[]> {
  const { session } = deps;
  const samples = session.options.num_samples_per_task;
  const work = manifests.flatMap((manifest) =>
    Array.from({ length: samples }, (_, sample) => ({ manifest, sample })),
  );
  let done = 0;
  const outcomes = await pMap(
    work,
    async ({ manifest, sample }) => {
      const outcome = await runJob(deps, round, manifest, sample);
      done += 1;
      const { jobId, taskId, source, answer, citation } = outcome.report;
      const total = work.length;
      session.emit({
        type: "job-finished",
        round,
        jobId,
        taskId,
        source,
        outcome: outcome.kind,
        answer,
        citation,
        done,
        total,
      });
      return outcome;
    },
    { concurrency: session.options.parallelism, signal: session.signal },
  );
  const failures = outcomes.filter((outcome) => outcome.kind === "model-failed");
  if (outcomes.length > 0 && failures.length === outcomes.length) throw failures[0]?.failure;
  return outcomes;
}

async function runJob(
  deps: JobsDeps,
  round: number,
  manifest: JobManifest,
  sample: number,
): Promise<JobOutcome> {
  const { chunk } = manifest;
  try {
    const outcome = await askForReport(deps, round, manifest, sample);
    if (chunk.location && outcome.kind !== "over-context") deps.coverage.read(chunk.location);
    if (outcome.kind === "truncated") deps.coverage.cutOff();
    return outcome;
  } catch (error) {
    if (endsRun(error, deps.session.signal)) throw error;
    const kind = isOverContext(error) ? "over-context" : "model-failed";
    if (kind === "over-context") deps.coverage.cutOff();
    return { kind, manifest, report: emptyReport(manifest, failureText(error)), failure: error };
  }
}

/** By its code alone: a provider's own words may repeat the prompt, and reports go to the supervisor. */
function failureText(error: unknown): string {
  return `The worker failed (${error instanceof AppError ? error.code : "unexpected"}).`;
}

/** Failures that no other job would escape: going on would only repeat them. */
const HOPELESS = new Set([
  "api-key-missing",
  "model-not-found",
  "unknown-provider",
  "optional-package-missing",
  "model-file-unreadable",
  "provider-unreachable",
  "budget-exhausted",
  "price-unknown",
]);

function endsRun(error: unknown, signal: AbortSignal): boolean {
  if (signal.aborted) return true;
  if (error instanceof AbortedError || error instanceof TimedOutError) return true;
  return error instanceof AppError && HOPELESS.has(error.code);
}

function isOverContext(error: unknown): boolean {
  return error instanceof AppError && error.code === "context-window-exceeded";
}

async function askForReport(
  { session }: JobsDeps,
  round: number,
  manifest: JobManifest,
  sample: number,
): Promise<JobOutcome> {
  const { task, advice, chunk, jobId, taskId, chunkId } = manifest;
  const source = sourceLabel(chunk);
  const prompt = jobPrompt(task, advice, chunk, source);
  const { image } = manifest;
  const picture = image && { type: "image" as const, mediaType: image.mediaType, data: image.data };
  const messages: ModelMessage[] = [
    { role: "system", content: WORKER_ROLE },
    { role: "user", content: picture ? [{ type: "text", text: prompt }, picture] : prompt },
  ];
  const answer = await askJson(session, "local", {
    step: { kind: "minions-job", task, advice, chunk, sample },
    stepPath: `round-${round}/job-${jobId}/sample-${sample}`,
    messages,
    round,
    name: "job_report",
    schema: jobReplySchema,
    maxRepairs: JOB_REPAIRS,
    seed: sample,
  });
  if (answer.kind !== "valid") {
    return { kind: answer.kind, manifest, report: emptyReport(manifest, answer.problem) };
  }
  const said = blankAsNull(answer.value.answer);
  const report: JobReport = {
    jobId,
    taskId,
    chunkId,
    task,
    source,
    answer: said,
    citation: blankAsNull(answer.value.citation),
    explanation: answer.value.explanation,
  };
  return { kind: said === null ? "nothing-found" : "answered", manifest, report };
}

/** Small models often write the word for nothing in place of null. */
function blankAsNull(text: string | null): string | null {
  if (text === null) return null;
  return /^\s*(?:null|none|n\/a|not (?:found|given|stated|mentioned))?\.?\s*$/i.test(text) ? null : text;
}

function emptyReport(manifest: JobManifest, explanation: string): JobReport {
  const { jobId, taskId, chunkId, task, chunk } = manifest;
  return {
    jobId,
    taskId,
    chunkId,
    task,
    source: sourceLabel(chunk),
    answer: null,
    citation: null,
    explanation,
  };
}
