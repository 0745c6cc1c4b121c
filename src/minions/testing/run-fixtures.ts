import { systemClock } from "#kernel";
import type { SourceDocument } from "../document.ts";
import type { RunEvent } from "../events.ts";
import type { Model } from "../model-port.ts";
import { type RunMetadata, runMetadataSchema } from "../options.ts";
import type { RunResult } from "../result.ts";
import { type RunInput, startRun } from "../run/start-run.ts";
import type { Supervision } from "../run/supervision.ts";
import type { JobManifest, PrepareRequest, ProgramOutcome, Workbench } from "../workbench-port.ts";

/** A small paged report of an invented company. */
export const REPORT: SourceDocument = {
  id: "doc-1",
  name: "report.pdf",
  mediaType: "application/pdf",
  paged: true,
  pages: [
    { index: 0, text: "Brightwater Instruments Inc.\nAnnual report for fiscal 2018" },
    { index: 1, text: "Net sales rose to $ 9,120 million.\nOperating income was $ 1,204 million." },
    { index: 2, text: "Cash flows\nPurchases of property, plant and equipment   (1,577)   (1,373)" },
  ],
};

/** Three pages become three chunks; each gets every task of the plan, or the code's source as its task. */
export function pageWorkbench(
  overrides: Partial<Workbench> = {},
): Workbench & { readonly prepared: PrepareRequest[] } {
  const prepared: PrepareRequest[] = [];
  return {
    prepared,
    async prepareJobs(request) {
      prepared.push(request);
      return {
        kind: "done",
        value: { manifests: manifestsFor(request), tally: { chunksMade: 3, chunksSkipped: 0 } },
      };
    },
    async transformOutputs(_program, jobs): Promise<ProgramOutcome<string>> {
      const lines = jobs.filter((job) => job.answer !== null).map((job) => `[${job.jobId}] ${job.answer}`);
      return { kind: "done", value: lines.join("\n") };
    },
    ...overrides,
  };
}

function manifestsFor({ program, documents }: PrepareRequest): JobManifest[] {
  const tasks = program.kind === "plan" ? program.plan.tasks.map(({ task }) => task) : ["Find the figure."];
  const chunks = documents.flatMap((document) => {
    let start = 0;
    return document.pages.map(({ index, text }) => {
      const end = start + text.length;
      const place = {
        documentId: document.id,
        documentName: document.name,
        firstPage: index,
        lastPage: index,
      };
      const chunk = { id: `${document.id}:${start}-${end}`, location: { ...place, start, end }, text };
      start = end + 2;
      return chunk;
    });
  });
  return tasks.flatMap((task, taskId) =>
    chunks.map((chunk, chunkId) => ({
      jobId: taskId * chunks.length + chunkId,
      taskId,
      chunkId,
      chunk,
      task,
      advice: "",
    })),
  );
}

export interface RunSetting {
  readonly local: Model;
  readonly remote: Model;
  readonly workbench?: Workbench;
  readonly options?: RunMetadata;
  readonly input?: Partial<Omit<RunInput, "options">>;
  readonly signal?: AbortSignal;
  readonly supervision?: Supervision;
}

export interface ObservedRun {
  readonly events: readonly RunEvent[];
  readonly result: RunResult;
}

export const PRICES = {
  table: { updated: "2026-01-01", currency: "USD", unit: "per 1M tokens", models: [] },
} as const;

/** Runs to the end and keeps what was told on the way. */
export async function observeRun(setting: RunSetting): Promise<ObservedRun> {
  const events: RunEvent[] = [];
  for await (const event of beginRun(setting)) events.push(event);
  const last = events.at(-1);
  if (last?.type !== "run-finished") throw new Error("The run did not end with run-finished.");
  return { events, result: last.result };
}

export function beginRun(setting: RunSetting): AsyncGenerator<RunEvent, RunResult, void> {
  const input: RunInput = {
    ...{ question: "What was capital expenditure in FY2018?", documents: [REPORT], images: [], history: [] },
    ...setting.input,
    options: runMetadataSchema.parse(setting.options ?? {}),
  };
  const { local, remote, workbench = pageWorkbench() } = setting;
  const prices = { ...PRICES, table: { ...PRICES.table, models: [] } };
  const { supervision = {} } = setting;
  return startRun(
    input,
    { local, remote, workbench, prices, clock: systemClock, supervision },
    setting.signal,
  );
}

/** Events of one type, with that type. */
export function eventsOf<Type extends RunEvent["type"]>(
  events: readonly RunEvent[],
  type: Type,
): readonly Extract<RunEvent, { type: Type }>[] {
  return events.filter((event): event is Extract<RunEvent, { type: Type }> => event.type === type);
}
