import { z } from "zod";
import { AppError } from "#kernel";
import {
  type CodeParser,
  outlineOf,
  type PreparedJobs,
  type ProgramOutcome,
  type RetrievalMethod,
  type SourceDocument,
} from "#minions";
import { ChunkDesk } from "../desk/chunk-desk.ts";
import { createHostCalls } from "../desk/host-functions.ts";
import type { WorkbenchLimits } from "../limits.ts";
import { runProgram } from "../sandbox/run-program.ts";
import type { EmbedNow } from "../thread/caller-line.ts";
import type { ProgramClock } from "../thread/program-clock.ts";
import type { PrepareOrder } from "../thread/work-order.ts";
import { CallRefusedError } from "../workbench-errors.ts";
import { acceptDrafts, type JobDraft, tooManyJobs } from "./manifests.ts";
import { interpretPlan } from "./plan-interpreter.ts";

/** What the thread lends to a call. */
export interface ThreadServices {
  readonly bounds: WorkbenchLimits;
  readonly parser: CodeParser | undefined;
  readonly embed: EmbedNow | undefined;
  readonly clock: ProgramClock;
}

const jobsSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("too-many"), count: z.number() }),
  z.strictObject({
    kind: z.literal("jobs"),
    jobs: z.array(
      z.strictObject({
        chunk: z.strictObject({ id: z.string().optional(), text: z.string().optional() }),
        task: z.string().min(1),
        advice: z.string(),
      }),
    ),
  }),
]);

/** Runs a program, of either form, over the documents. */
export async function prepareJobs(
  order: PrepareOrder,
  documents: readonly SourceDocument[],
  services: ThreadServices,
): Promise<ProgramOutcome<PreparedJobs>> {
  const { program, limits } = order;
  const desk = new ChunkDesk({ ...services, documents, retrieval: usableRetrieval(order) });
  const drafts =
    program.kind === "plan"
      ? draftsOfPlan(order, desk)
      : await draftsOfCode(program.source, order, desk, services);
  if (drafts.kind === "faulty") return drafts;
  const accepted = acceptDrafts(drafts.value, limits);
  if (accepted.kind === "faulty") return accepted;
  const tally = desk.tally(accepted.value.map((manifest) => manifest.chunk));
  return { kind: "done", value: { manifests: accepted.value, tally } };
}

/** A plan's filter falls back to keywords where nothing can embed; code is told so and may choose for itself. */
function usableRetrieval({ retrieval, canEmbed, program }: PrepareOrder): RetrievalMethod | undefined {
  if (program.kind === "code" || retrieval === undefined || canEmbed) return retrieval;
  return "bm25";
}

function draftsOfPlan(order: PrepareOrder, desk: ChunkDesk): ProgramOutcome<readonly JobDraft[]> {
  if (order.program.kind !== "plan") return { kind: "done", value: [] };
  const documentIds = desk.documents.map((document) => document.id);
  const context = { desk, documentIds, limits: order.limits, retrieval: usableRetrieval(order) };
  try {
    return { kind: "done", value: interpretPlan(order.program.plan, context) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { kind: "faulty", fault: "exception", message: error.message };
  }
}

async function draftsOfCode(
  source: string,
  order: PrepareOrder,
  desk: ChunkDesk,
  services: ThreadServices,
): Promise<ProgramOutcome<readonly JobDraft[]>> {
  const { bounds, clock } = services;
  const callHost = createHostCalls(desk, bounds);
  const verdict = await runProgram(
    source,
    {
      name: "prepareJobs",
      context: JSON.stringify(
        desk.documents.map((document) => ({
          ...outlineOf(document),
          characters: desk.text(document.id).length,
        })),
      ),
      previousJobs: JSON.stringify(order.previousJobs),
    },
    {
      limits: bounds,
      bounds: { ...bounds, chunking: order.chunking, maxJobs: order.limits.maxJobs },
      callHost: (name, argument) => clock.away(() => callHost(name, argument)),
      clock,
    },
  );
  if (verdict.kind === "fault") return { ...verdict, kind: "faulty" };
  const output = jobsSchema.safeParse(JSON.parse(verdict.json));
  if (!output.success) return badOutput("prepareJobs returned something that is not an array of jobs.");
  if (output.data.kind === "too-many") {
    const message = tooManyJobs(output.data.count, order.limits.maxJobs);
    return { kind: "faulty", fault: "too-many-jobs", message };
  }
  return draftsOf(output.data.jobs, desk);
}

type RawJob = Extract<z.infer<typeof jobsSchema>, { kind: "jobs" }>["jobs"][number];

function draftsOf(jobs: readonly RawJob[], desk: ChunkDesk): ProgramOutcome<readonly JobDraft[]> {
  const drafts: JobDraft[] = [];
  for (const [index, { chunk, task, advice }] of jobs.entries()) {
    try {
      drafts.push({ chunk: desk.find(chunk), task, advice });
    } catch (error) {
      if (!(error instanceof CallRefusedError)) throw error;
      return badOutput(`Job ${index}: ${error.message}`);
    }
  }
  return { kind: "done", value: drafts };
}

function badOutput(message: string): { kind: "faulty"; fault: "bad-output"; message: string } {
  return { kind: "faulty", fault: "bad-output", message };
}
