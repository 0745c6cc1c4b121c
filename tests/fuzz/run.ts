/**
 * Throws mutated requests at all doors of the real server, with and without credentials of two tenants, and ends with 1
 * where it crashed, hung, answered as if it were at fault, or told one tenant a byte of the other.
 *
 *   node tests/fuzz/run.ts [--requests 100000] [--seed 1]
 */
import { parseArgs } from "node:util";
import { runFuzz } from "./run-fuzz.ts";

const { values } = parseArgs({
  options: { requests: { type: "string", default: "100000" }, seed: { type: "string" } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
process.stdout.write(`seed ${seed}\n`);
const report = await runFuzz({
  requests: Number(values.requests),
  seed,
  progress: (done) => {
    if (done % 10_000 === 0) process.stdout.write(`${done} requests\n`);
  },
});
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
process.exitCode = report.problems.length === 0 ? 0 : 1;
