import type { FinalSynthesis, JobReport, Synthesis } from "#minions";
import { describeRow } from "../answer/row-reading.ts";
import { isComputable } from "../answer/state-finding.ts";
import { figuresFromRows, parseStatedRows } from "../answer/stated-rows.ts";
import { computeFigure } from "../compute/compute-figure.ts";
import { analyseQuestion } from "../question/analysed-question.ts";
import { contentStems } from "../text/words.ts";
import { statedStrength } from "./strength.ts";

const MAX_SOURCES = 6;
/** Another model's worker states no strength: an answer with a citation counts this much before its words are compared. */
const UNSTATED = 0.35;
const WEAK = 0.25;

/** MinionS' supervisor: the best-supported answer with the jobs it rests on, or "not found". */
export function synthesise(
  question: string,
  jobs: readonly JobReport[],
  final: boolean,
): Synthesis | FinalSynthesis {
  const ranked = rankJobs(question, jobs);
  const best = ranked[0];
  const found = best !== undefined && best.strength >= WEAK;
  const chosen = found ? chooseJobs(ranked) : [];
  const base = {
    decision: "provide_final_answer" as const,
    explanation: found
      ? `Chosen by rule from ${ranked.length} job(s) with an answer; the strongest is ${best.job.source}.`
      : "No job found anything that answers the question.",
    answer: found ? answerOf(question, chosen) : null,
    sources: chosen.map((job) => job.jobId),
  };
  return final ? base : { ...base, feedback: null, scratchpad: null };
}

/** A job that answered and how strong its match is, 0 to 1. */
export interface RankedJob {
  readonly job: JobReport;
  readonly strength: number;
}

/** Jobs with an answer, the strongest first; equal ones in order of their numbers. */
export function rankJobs(question: string, jobs: readonly JobReport[]): RankedJob[] {
  const stems = new Set(
    analyseQuestion(question)
      .stems.filter((term) => term.own)
      .map((term) => term.stem),
  );
  return jobs
    .filter((job) => job.answer !== null)
    .map((job) => ({ job, strength: statedStrength(job.explanation) ?? overlap(job, stems) }))
    .sort((a, b) => b.strength - a.strength || a.job.jobId - b.job.jobId);
}

function overlap(job: JobReport, stems: ReadonlySet<string>): number {
  const words = new Set(contentStems(`${job.answer ?? ""} ${job.citation ?? ""}`));
  const shared = [...stems].filter((stem) => words.has(stem)).length;
  return UNSTATED + (stems.size === 0 ? 0 : (0.6 * shared) / stems.size);
}

/** The best job of each task first, then the others by strength; one job for each source. */
function chooseJobs(ranked: readonly RankedJob[]): JobReport[] {
  const chosen: JobReport[] = [];
  const tasks = new Set<number>();
  for (const { job, strength } of ranked) {
    if (tasks.has(job.taskId) || strength < WEAK) continue;
    tasks.add(job.taskId);
    chosen.push(job);
  }
  for (const { job, strength } of ranked) {
    if (chosen.length >= MAX_SOURCES || strength < WEAK) break;
    if (!chosen.some((other) => other.source === job.source)) chosen.push(job);
  }
  return chosen;
}

/** What the best job of each task says, with the figure worked out from their rows where the question asks for one. */
function answerOf(question: string, chosen: readonly JobReport[]): string {
  const byTask = new Map<number, string>();
  for (const job of chosen)
    if (!byTask.has(job.taskId) && job.answer !== null) byTask.set(job.taskId, job.answer);
  const said = [...new Set(byTask.values())];
  const analysed = analyseQuestion(question);
  const rows = chosen.flatMap((job) => parseStatedRows(job.answer ?? ""));
  const figures = figuresFromRows(analysed, rows);
  const computed = isComputable(analysed) ? computeFigure(analysed, figures) : undefined;
  const isNew =
    computed !== undefined &&
    (byTask.size > 1 || computed.isDerived) &&
    !said.join(" ").includes(computed.text);
  if (!isNew) return said.join(" ");
  const basis = [...new Set(figures.map((figure) => `${describeRow(figure.row)}.`))];
  return [computed.text, ...basis].join(" ");
}

/** What the supervisor says between the outputs and the decision. */
export function thinkAboutJobs(question: string, jobs: readonly JobReport[]): string {
  const ranked = rankJobs(question, jobs);
  const best = ranked[0];
  if (best === undefined) return "No job found anything that answers the question.";
  return `${ranked.length} of ${jobs.length} job(s) found something. The strongest is ${best.job.source} with ${best.strength.toFixed(2)}.`;
}
