/**
 * MinionS fan-out: 200 worker requests of 100 ms each at parallelism 16, against the ideal of 13 waves.
 *
 *   node bench/minions-fan-out.ts
 */
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "#kernel";
import { type RunEvent, runMetadataSchema, type SourceDocument, startRun } from "#minions";
import { createWorkbench } from "#workbench";
import { scriptedModel } from "../src/minions/testing/scripted-model.ts";

const LATENCY_MS = 100;
const PARALLELISM = 16;
const PAGES = 100;
const SAMPLES = 2;
const RUNS = 5;

const document: SourceDocument = {
  id: "doc-1",
  name: "report.pdf",
  mediaType: "application/pdf",
  paged: true,
  pages: Array.from({ length: PAGES }, (_, index) => ({
    index,
    text: `Page ${index}. ${"Some words. ".repeat(200)}`,
  })),
};

const plan = {
  chunking: { strategy: "chunk_by_page" },
  tasks: [{ task: "Find the figure." }],
  aggregation: "by-task",
};
const synthesis = {
  ...{ decision: "provide_final_answer", explanation: "", answer: "none" },
  ...{ feedback: null, scratchpad: null },
};

async function fanOutMs(): Promise<number> {
  const job = JSON.stringify({ explanation: "", citation: null, answer: null });
  const local = scriptedModel({
    lines: {
      "minions-job": async () => {
        await sleep(LATENCY_MS);
        return job;
      },
    },
  });
  const remote = scriptedModel({
    lines: {
      "minions-advise": "Read.",
      "minions-decompose": JSON.stringify(plan),
      "minions-think": "Hm.",
      "minions-synthesise": JSON.stringify(synthesis),
    },
  });
  await using workbench = createWorkbench();
  const options = runMetadataSchema.parse({
    ...{ skill_id: "minions_query", decomposition: "plan", chunking_strategy: "chunk_by_page" },
    ...{ parallelism: PARALLELISM, num_samples_per_task: SAMPLES },
  });
  const prices = {
    table: { updated: "2026-01-01", currency: "USD", unit: "per 1M tokens", models: [] },
  } as const;
  const run = startRun(
    { question: "Which figure?", documents: [document], images: [], history: [], options },
    { local, remote, workbench, prices: { table: { ...prices.table, models: [] } }, clock: systemClock },
  );
  const at = new Map<RunEvent["type"], number>();
  for await (const event of run) at.set(event.type, performance.now());
  if (local.requests.length !== PAGES * SAMPLES) throw new Error(`${local.requests.length} requests`);
  return (at.get("outputs-aggregated") ?? 0) - (at.get("jobs-prepared") ?? 0);
}

const ideal = Math.ceil((PAGES * SAMPLES) / PARALLELISM) * LATENCY_MS;
const times: number[] = [];
for (let run = 0; run < RUNS; run += 1) times.push(await fanOutMs());
const median = times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
console.log(`jobs ${PAGES * SAMPLES}, parallelism ${PARALLELISM}, latency ${LATENCY_MS} ms, ${RUNS} runs`);
console.log(`ideal   ${ideal} ms`);
console.log(`median  ${median.toFixed(0)} ms  (${(median / ideal).toFixed(3)} x ideal)`);
console.log(`range   ${times[0]?.toFixed(0)} to ${times.at(-1)?.toFixed(0)} ms`);
