import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chaosFiguresOf, chaosProblemsOf } from "./chaos-problems.ts";
import { runChaos } from "./run-chaos.ts";

/**
 * Runs tasks on three real servers over one real PostgreSQL, kills and freezes servers, restarts the database and breaks
 * lines between them, and tells whether anything was lost, paid twice or told twice.
 *
 *   node tests/cluster/run.ts --tasks 200 --seed 1
 */
const { values } = parseArgs({
  options: {
    tasks: { type: "string", default: "200" },
    seed: { type: "string" },
    keep: { type: "string" },
    quiet: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const tasks = Number(values.tasks);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const folder = await mkdtemp(join(tmpdir(), "a2a-minions-chaos-"));
try {
  print(`seed ${seed}, ${tasks} tasks`);
  const startedMs = performance.now();
  const secondsSince = (): number => Math.round((performance.now() - startedMs) / 1_000);
  const record = await runChaos({
    seed,
    tasks,
    folder,
    longestFreezeMs: 16_000,
    onBlow: (blow, ended) => {
      if (!values.quiet) print(`${secondsSince()} s: ${blow}, ${ended} tasks ended`);
    },
  });
  const figures = { ...chaosFiguresOf(record), seconds: secondsSince() };
  for (const [name, value] of Object.entries(figures)) print(`${name.padEnd(32)}${value}`);
  const problems = chaosProblemsOf(record);
  for (const problem of problems) print(`PROBLEM ${problem}`);
  print(problems.length === 0 ? "Every promise was kept." : `${problems.length} problem(s).`);
  if (values.keep !== undefined) await writeFile(values.keep, JSON.stringify(record, undefined, 1));
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
