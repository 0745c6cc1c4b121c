import type { Synthesis } from "../contracts.ts";
import type { DocumentOutline, SourceImage } from "../document.ts";
import type { ModelMessage } from "../model-port.ts";
import { DEFAULT_MAX_JOBS_PER_ROUND } from "../options.ts";
import type { ProtocolEnding } from "../run/ending.ts";
import { findPersonalData } from "../run/find-personal-data.ts";
import type { HistoryTurn, JobReport } from "../steps.ts";
import type { Program } from "../workbench-port.ts";
import { aggregate } from "./aggregate.ts";
import { type DecomposeDeps, decompose } from "./decompose.ts";
import { endingOf } from "./ending-of.ts";
import { withImageJobs } from "./image-jobs.ts";
import { keptHome } from "./keep-home.ts";
import { advisePrompt, SUPERVISOR_ROLE } from "./prompts.ts";
import { type JobOutcome, type JobsDeps, runJobs } from "./run-jobs.ts";
import { synthesise } from "./synthesise.ts";

export interface MinionsInput {
  readonly question: string;
  readonly outlines: readonly DocumentOutline[];
  readonly history: readonly HistoryTurn[];
}

export interface MinionsDeps extends JobsDeps, DecomposeDeps {
  readonly images: readonly SourceImage[];
}

/** What a round hands to the next one. */
interface Progress {
  readonly feedback: string | null;
  readonly scratchpad: string | null;
  readonly outcomes: readonly JobOutcome[];
}

/** MinionS: the supervisor breaks the question into many small jobs, workers do them in parallel, round after round. */
export async function runMinions(input: MinionsInput, deps: MinionsDeps): Promise<ProtocolEnding> {
  const { session } = deps;
  const head = await takeAdvice(input, deps);
  const maxRounds = session.options.max_rounds;
  let progress: Progress = { feedback: null, scratchpad: null, outcomes: [] };
  for (let round = 1; ; round += 1) {
    const final = round >= maxRounds;
    session.emit({ type: "round-started", round, final });
    const outcomes = await workRound(input, deps, head, round, progress);
    const jobs = outcomes.fresh.map((outcome) => outcome.report);
    await findPersonalData(session, outcomes.aggregate, `round-${round}/aggregate`);
    const verdict = await synthesise(session, head.messages, {
      question: input.question,
      aggregate: outcomes.aggregate,
      jobs,
      round,
      final,
    });
    progress = nextProgress(
      progress,
      verdict.kind === "decided" ? verdict.synthesis : undefined,
      outcomes.fresh,
    );
    if (verdict.kind === "unparsable" && !final) continue;
    if (final || (verdict.kind === "decided" && verdict.synthesis.decision === "provide_final_answer")) {
      return endingOf(verdict, round, outcomes.fresh, progress.outcomes);
    }
  }
}

interface Head {
  readonly messages: readonly ModelMessage[];
  readonly advice: string;
}

/** The advice stays at the head of the supervisor's conversation for all rounds. */
async function takeAdvice(input: MinionsInput, { session }: MinionsDeps): Promise<Head> {
  const { question, outlines, history } = input;
  const messages: ModelMessage[] = [
    { role: "system", content: SUPERVISOR_ROLE },
    { role: "user", content: advisePrompt(question, outlines, history) },
  ];
  const reply = await session.ask("remote", {
    step: { kind: "minions-advise", question, documents: outlines, history },
    stepPath: "advice",
    messages,
    output: { kind: "text" },
  });
  const advice = reply.text.trim() || "(no advice)";
  session.emit({ type: "advice-given", text: advice });
  return { messages: [...messages, { role: "assistant", content: advice }], advice };
}

interface RoundOutcome {
  readonly fresh: readonly JobOutcome[];
  readonly aggregate: string;
}

async function workRound(
  input: MinionsInput,
  deps: MinionsDeps,
  head: Head,
  round: number,
  progress: Progress,
): Promise<RoundOutcome> {
  const { session, workbench, coverage } = deps;
  const { options } = session;
  const limits = {
    maxTasks: options.num_tasks_per_round,
    maxJobs: options.max_jobs_per_round ?? DEFAULT_MAX_JOBS_PER_ROUND,
  };
  const { program, prepared } = await decompose(deps, head.messages, {
    question: input.question,
    round,
    documents: input.outlines,
    advice: head.advice,
    chunking: options.chunking_strategy,
    retrieval: options.use_retrieval,
    limits,
    previousJobs: progress.outcomes.map((outcome) => outcome.report),
    feedback: progress.feedback,
    scratchpad: progress.scratchpad,
  });
  const { tally } = prepared;
  const manifests = withImageJobs(prepared.manifests, deps.images, input.question, limits.maxJobs);
  coverage.chunksPrepared(tally);
  session.emit({
    type: "jobs-prepared",
    round,
    form: program.kind,
    jobs: manifests.length,
    tasks: [...new Set(manifests.map((manifest) => manifest.task))],
    ...tally,
  });
  const fresh = withTasksKeptHome(await runJobs(deps, round, manifests), program, deps);
  const reports: readonly JobReport[] = fresh.map((outcome) => outcome.report);
  return { fresh, aggregate: await aggregate(session, workbench, program, reports, round) };
}

/** The task in a report is for the supervisor to read; a program may have put anything into it. */
function withTasksKeptHome(
  outcomes: readonly JobOutcome[],
  program: Program,
  { documents }: MinionsDeps,
): readonly JobOutcome[] {
  // Few tasks, many jobs: each task is held against the documents once.
  const told = new Map<string, string>();
  return outcomes.map((outcome) => {
    const { report } = outcome;
    const instead = `task ${report.taskId}, in words of the documents`;
    const task = told.get(report.task) ?? keptHome(report.task, program, documents, instead);
    told.set(report.task, task);
    return { ...outcome, report: { ...report, task } };
  });
}

function nextProgress(
  before: Progress,
  synthesis: Synthesis | undefined,
  fresh: readonly JobOutcome[],
): Progress {
  return {
    feedback: synthesis?.feedback ?? null,
    scratchpad: synthesis?.scratchpad ?? before.scratchpad,
    outcomes: [...before.outcomes, ...fresh],
  };
}
