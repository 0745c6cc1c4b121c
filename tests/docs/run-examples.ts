import { spawn, spawnSync } from "node:child_process";
import type { DocumentedServer } from "./documented-server.ts";
import type { Block } from "./page.ts";

/** An example of a page with what its page says that it prints, and what it printed. */
export interface RanExample {
  readonly example: string;
  /** The block that follows; undefined where the page shows no output. */
  readonly expected: Block | undefined;
  readonly printed: string;
}

/** True where the shell and curl are there to run examples as a reader would. */
export function canRunShell(): boolean {
  return ["bash", "curl"].every((program) => spawnSync(program, ["--version"]).status === 0);
}

/** Runs all shell examples of a page in one shell, as a reader would who follows it from its top. */
export async function runShellExamples(
  blocks: readonly Block[],
  server: DocumentedServer,
): Promise<RanExample[]> {
  const examples = blocks.flatMap(({ language, text }, index) => {
    // What a reader is to put in is there already.
    const script = text.replace(/^(?:\w+=\S+ )*export .*\n/gm, "");
    return language === "sh" && script.trim() !== "" ? [{ script, next: blocks[index + 1] }] : [];
  });
  const script = examples.map(({ script }) => `printf '${MARK}'\n${script}`).join("");
  const printed = (await run("bash", ["-euc", script], server)).split(MARK.replaceAll("\\n", "\n")).slice(1);
  return examples.map(({ script: example, next }, index) => ({
    example,
    expected: next?.language === "json" || next?.language === "text" ? next : undefined,
    printed: printed[index] ?? "",
  }));
}

const MARK = "\\n=== next example ===\\n";

/** Runs a JavaScript example as a module, with the packages of this checkout. */
export function runModule(code: string, server: DocumentedServer): Promise<string> {
  return run(process.execPath, ["--input-type=module", "--eval", code], server);
}

function run(program: string, args: readonly string[], { folder, env }: DocumentedServer): Promise<string> {
  const child = spawn(program, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let printed = "";
  let complaints = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  child.on("error", reject);
  child.on("close", (code) => {
    if (code === 0) resolve(printed);
    else reject(new Error(`${program} ended with ${code}:\n${printed}\n${complaints}`));
  });
  return promise;
}
