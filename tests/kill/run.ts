import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { figuresOf, problemsOf } from "./problems.ts";
import { runKills } from "./run-kills.ts";

/**
 * Kills the real server at random points of running tasks and tells whether anything was lost, paid twice or told twice.
 *
 *   node tests/kill/run.ts --kills 100 --seed 1
 */
const { values } = parseArgs({
  options: { kills: { type: "string", default: "100" }, seed: { type: "string" }, keep: { type: "string" } },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const kills = Number(values.kills);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const folder = await mkdtemp(join(tmpdir(), "a2a-minions-kill-"));
try {
  print(`seed ${seed}, ${kills} kills`);
  const startedMs = performance.now();
  const record = await runKills({
    seed,
    kills,
    withinMs: Number.POSITIVE_INFINITY,
    folder,
    onKill: (kill, unfinished) => {
      if (kill % 10 === 0) print(`${kill} kills, ${unfinished} tasks unfinished`);
    },
  });
  const figures = { ...figuresOf(record), seconds: Math.round((performance.now() - startedMs) / 1_000) };
  for (const [name, value] of Object.entries(figures)) print(`${name.padEnd(26)}${value}`);
  const problems = problemsOf(record);
  for (const problem of problems) print(`PROBLEM ${problem}`);
  print(problems.length === 0 ? "Every promise was kept." : `${problems.length} problem(s).`);
  if (values.keep !== undefined) await writeFile(values.keep, JSON.stringify(record, undefined, 1));
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
