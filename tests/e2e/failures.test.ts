import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCommand, temporaryFolder } from "./run-command.ts";

interface Failure {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly code: string;
  readonly exitCode: number;
  /** What the message must tell. */
  readonly says: string;
}

const KEY = { OPENAI_API_KEY: "sk-test" };

const FAILURES: readonly Failure[] = [
  { name: "a missing file", args: ["no.pdf", "Why?"], code: "file-not-found", exitCode: 4, says: "no.pdf" },
  { name: "a folder", args: ["folder", "Why?"], code: "not-a-file", exitCode: 4, says: "folder/*.pdf" },
  {
    name: "an empty file",
    args: ["empty.txt", "Why?"],
    code: "documents-refused",
    exitCode: 4,
    says: "empty.txt",
  },
  {
    name: "a broken PDF",
    args: ["broken.pdf", "Why?"],
    code: "documents-refused",
    exitCode: 4,
    says: "broken.pdf",
  },
  {
    name: "a file over the limit",
    args: ["notes.md", "Why?", "--max-document-bytes", "3"],
    code: "documents-refused",
    exitCode: 4,
    says: "is larger than",
  },
  {
    name: "an empty question",
    args: ["notes.md", " "],
    code: "question-empty",
    exitCode: 2,
    says: "question",
  },
  {
    name: "a file and no question",
    args: ["notes.md"],
    code: "invalid-usage",
    exitCode: 2,
    says: "no question",
  },
  {
    name: "files and no question",
    args: ["notes.md", "empty.txt"],
    code: "invalid-usage",
    exitCode: 2,
    says: "no question",
  },
  { name: "no argument", args: [], code: "invalid-usage", exitCode: 2, says: "missing required argument" },
  {
    name: "a bare question to the embedded engine",
    args: ["Why is the sky blue?"],
    code: "document-required",
    exitCode: 4,
    says: "document",
  },
  {
    name: "an unknown option",
    args: ["notes.md", "Why?", "--max-round", "3"],
    code: "invalid-usage",
    exitCode: 2,
    says: "--max-rounds",
  },
  {
    name: "an option out of range",
    args: ["notes.md", "Why?", "--max-rounds", "11", "--num-samples-per-task", "0"],
    code: "invalid-configuration",
    exitCode: 2,
    says: "--max-rounds: 11 is too big: at most 10",
  },
  {
    name: "an unknown provider",
    args: ["notes.md", "Why?", "--local", "opneai/gpt"],
    code: "unknown-provider",
    exitCode: 5,
    says: "opneai",
  },
  {
    name: "a model without a provider",
    args: ["notes.md", "Why?", "--remote", "gpt-5"],
    code: "invalid-configuration",
    exitCode: 2,
    says: "--remote",
  },
  {
    name: "a missing key",
    args: ["notes.md", "Why?", "--remote", "anthropic/claude-haiku-4-5"],
    code: "api-key-missing",
    exitCode: 5,
    says: "ANTHROPIC_API_KEY",
  },
  {
    name: "a model server that is down",
    args: ["notes.md", "Why?", "--remote", "openai/gpt-5-mini", "--config", "no-retries.json"],
    env: { ...KEY, OPENAI_BASE_URL: "http://127.0.0.1:49151/v1" },
    code: "provider-unreachable",
    exitCode: 6,
    says: "http://127.0.0.1:49151/v1",
  },
  {
    name: "a configuration file that is not there",
    args: ["notes.md", "Why?", "--config", "nowhere.json"],
    code: "configuration-file-unreadable",
    exitCode: 2,
    says: "nowhere.json",
  },
  {
    name: "a price table of another form",
    args: ["notes.md", "Why?", "--prices", "no-retries.json"],
    code: "price-table-invalid",
    exitCode: 2,
    says: "no-retries.json",
  },
  {
    name: "a history of another form",
    args: ["notes.md", "Why?", "--history", "no-retries.json"],
    code: "history-invalid",
    exitCode: 4,
    says: "no-retries.json",
  },
];

async function folderWithInputs() {
  const folder = await temporaryFolder({
    "notes.md": "Capital expenditure was $ 1,577 million in 2024.",
    "empty.txt": "",
    "broken.pdf": "%PDF-1.7 nothing here",
    "no-retries.json": JSON.stringify({ providers: { openai: { maxRetries: 0 } } }),
  });
  await mkdir(join(folder.path, "folder"));
  return folder;
}

describe("what goes wrong", () => {
  it.each(FAILURES)("$name ends with $code and exit code $exitCode", async (failure) => {
    await using folder = await folderWithInputs();
    const { args, env = {}, code, exitCode, says } = failure;
    const run = await runCommand(["ask", ...args, "--json"], { cwd: folder.path, env });
    const { error } = JSON.parse(run.stdout) as { error: { code: string; message: string } };
    expect(error.code).toBe(code);
    expect(error.message).toContain(says);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).toContain(says);
    expect(`${run.stdout}${run.stderr}`).not.toMatch(/sk-test|\n {4}at /);
  });

  it("no answer is no failure, and has an exit code of its own", async () => {
    await using folder = await folderWithInputs();
    const question = "Who is the chief astronomer of the zeppelin division?";
    const run = await runCommand(["ask", "notes.md", question], { cwd: folder.path });
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toMatch(/^No answer found\./);
  });

  it("tells all faults of flags, environment and file at once", async () => {
    await using folder = await folderWithInputs();
    const run = await runCommand(["ask", "notes.md", "Why?", "--timeout", "1"], {
      cwd: folder.path,
      env: { MINIONS_MAX_ROUNDS: "many", MINIONS_PRIVACY_MODE: "perhaps" },
    });
    expect(run.exitCode).toBe(2);
    for (const source of ["--timeout", "MINIONS_MAX_ROUNDS", "MINIONS_PRIVACY_MODE"]) {
      expect(run.stderr).toContain(source);
    }
  });

  it.each([
    [["--version"], 0, /^\d+\.\d+\.\d+\n$/],
    [["--help"], 0, /Usage: a2a-minions/],
    [["ask", "--help"], 0, /--max-rounds/],
  ])("%j ends with %i", async (args, exitCode, stdout) => {
    await using folder = await temporaryFolder();
    const run = await runCommand(args, { cwd: folder.path });
    expect(run.exitCode).toBe(exitCode);
    expect(run.stdout).toMatch(stdout);
  });

  it.each([[[]], [["nonsense"]]])("the command %j is a matter of usage", async (args) => {
    await using folder = await temporaryFolder();
    expect((await runCommand(args, { cwd: folder.path })).exitCode).toBe(2);
  });
});
