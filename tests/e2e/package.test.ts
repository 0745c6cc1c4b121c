import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Finished, runCommand, temporaryFolder } from "./run-command.ts";

const ROOT = join(import.meta.dirname, "../..");
const MINUTES = 60_000;

/** Runs npm with the environment that its registry settings and cache need. */
async function npm(args: readonly string[], cwd: string): Promise<Finished> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && /^npm_config_|^(PATH|HOME)$/i.test(name) ? [[name, value] as const] : [],
  );
  const done = await runCommand(args, { cwd, env: Object.fromEntries(inherited), command: ["npm"] });
  if (done.exitCode !== 0) throw new Error(`npm ${args.join(" ")} failed:\n${done.stderr}`);
  return done;
}

async function installedPackage(): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await temporaryFolder({ "package.json": '{"name":"somebody-else","private":true}' });
  const packed = await npm(["pack", "--json", "--pack-destination", folder.path], ROOT);
  const [{ filename } = { filename: "" }] = JSON.parse(jsonPart(packed.stdout)) as { filename: string }[];
  await npm(["install", "--no-audit", "--no-fund", "--prefer-offline", `./${filename}`], folder.path);
  return folder;
}

/** Scripts that run before packing may print to stdout too; npm's own JSON comes last. */
function jsonPart(stdout: string): string {
  return stdout.slice(Math.max(0, stdout.search(/^\[$/m)));
}

describe("the package, packed and installed into an empty folder", () => {
  let folder: Awaited<ReturnType<typeof installedPackage>>;

  beforeAll(async () => {
    folder = await installedPackage();
    return () => folder[Symbol.asyncDispose]();
  }, 10 * MINUTES);

  function installed(args: readonly string[]): Promise<Finished> {
    const bin = join(folder.path, "node_modules/.bin/a2a-minions");
    return runCommand([bin, ...args], { cwd: folder.path, command: [process.execPath] });
  }

  it("shows its help", async () => {
    const run = await installed(["--help"]);
    expect(run).toMatchObject({ exitCode: 0, stderr: "" });
    expect(run.stdout).toContain("Usage: a2a-minions");
  });

  it("starts with a line that lets a shell run it", async () => {
    const main = await readFile(join(folder.path, "node_modules/a2a-minions/dist/cli/main.js"), "utf8");
    expect(main.startsWith("#!/usr/bin/env node\n")).toBe(true);
  });

  it.each(["minion_query", "minions_query"])("answers over a text file with no model (%s)", async (skill) => {
    await writeFile(join(folder.path, "notes.md"), "Capital expenditure was $ 1,577 million in 2024.");
    const question = "What was capital expenditure in 2024?";
    const run = await installed(["ask", "notes.md", question, "--skill", skill]);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain("1,577");
    expect(run.stdout).toContain("notes.md, page 1 · verified");
  });

  it("reads the sample report, whose reader runs in a thread of its own", async () => {
    const sample = join(folder.path, "node_modules/a2a-minions/samples/northgate-2025-annual-report.pdf");
    const run = await installed(["ask", sample, "What was capital expenditure in 2025?", "--json", "-q"]);
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ outcome: { kind: "answered" } });
  });

  it("can be imported as a library", async () => {
    const program = [
      'import { createRuntime, loadConfig } from "a2a-minions";',
      'const config = await loadConfig({ env: {}, workingDirectory: "/", readText: () => Promise.reject(Object.assign(new Error(), { code: "ENOENT" })) });',
      "await using runtime = await createRuntime(config);",
      'const bytes = new TextEncoder().encode("Revenue was $ 12 million in 2024.");',
      'const run = runtime.ask({ question: "What was revenue in 2024?", documents: [{ name: "a.txt", bytes }] });',
      "let step = await run.next();",
      "while (!step.done) step = await run.next();",
      "console.log(step.value.outcome.kind);",
    ].join("\n");
    await writeFile(join(folder.path, "program.mjs"), program);
    const run = await runCommand(["program.mjs"], { cwd: folder.path, command: [process.execPath] });
    expect(run).toMatchObject({ exitCode: 0, stdout: "answered\n", stderr: "" });
  });
});
