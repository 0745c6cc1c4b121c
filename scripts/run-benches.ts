import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";

/** `npm run bench` runs every benchmark in a process of its own; `npm run bench -- bm25` only those that are named. */
const FOLDER = join(import.meta.dirname, "../bench");
const wanted = process.argv.slice(2);

const benches = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => basename(file, ".ts"))
  .filter((name) => wanted.length === 0 || wanted.includes(name));

for (const name of benches) {
  process.stdout.write(`\n== ${name}\n`);
  const { status } = spawnSync(process.execPath, ["--expose-gc", join(FOLDER, `${name}.ts`)], {
    stdio: "inherit",
  });
  if (status !== 0) process.exitCode = 1;
}
