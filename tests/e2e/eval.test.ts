import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startFakeProvider } from "./fake-provider.ts";
import { runCommand, startCommand, temporaryFolder } from "./run-command.ts";

const QUESTIONS = [
  {
    id: "capex",
    question: "What was capital expenditure in 2024?",
    answer: "$ 1,577 million",
    documents: ["NOTES_2024"],
    evidence_pages: [0],
  },
  {
    id: "staff",
    question: "How many people does it employ?",
    answer: "31,000",
    documents: ["notes_2024.md"],
  },
  { id: "away", question: "What is in it?", documents: ["../secret"] },
];

async function folderWithSet() {
  return temporaryFolder({
    "NOTES_2024.md": "Capital expenditure was $ 1,577 million in 2024.\n\nThe company employs 31,000 people.",
    "questions.jsonl": QUESTIONS.map((question) => JSON.stringify(question)).join("\n"),
    "broken.jsonl": '{"question": "Why?"}',
  });
}

interface Report {
  readonly complete: boolean;
  readonly setup: { readonly local: string; readonly remote: string };
  readonly scores: readonly { readonly id: string; readonly outcome: string; readonly failure?: string }[];
  readonly summary: { readonly total: { readonly questions: number } };
}

describe("a2a-minions eval", () => {
  it("prints a table and writes setup, scores and summary to a file", async () => {
    await using folder = await folderWithSet();
    const args = ["eval", "questions.jsonl", "--docs", ".", "--out", "result.json"];
    const run = await runCommand(args, { cwd: folder.path });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/capex +answered/);
    expect(run.stderr).toContain("3/3 ");
    const report = JSON.parse(await readFile(join(folder.path, "result.json"), "utf8")) as Report;
    expect(report.setup).toMatchObject({ local: "embedded/extractive", remote: "embedded/extractive" });
    expect(report.scores.map((score) => score.id)).toEqual(["capex", "staff", "away"]);
    expect(report.scores[0]).toMatchObject({ outcome: "answered", numeric: { kind: "match" } });
    expect(report.summary.total.questions).toBe(3);
  });

  it("never follows a document's name out of the folder", async () => {
    await using folder = await folderWithSet();
    const run = await runCommand(["eval", "questions.jsonl", "--docs", ".", "--json", "-q"], {
      cwd: folder.path,
    });
    const { scores } = JSON.parse(run.stdout) as Report;
    expect(scores.at(-1)).toMatchObject({ outcome: "failed", failure: "document-missing" });
  });

  it("keeps the scores that it has when it is stopped half-way", async () => {
    const hangsOnSecond = (body: string) => (body.includes("employ") ? "hang" : "no JSON at all");
    await using provider = await startFakeProvider(hangsOnSecond);
    await using folder = await folderWithSet();
    const env = { OPENAI_API_KEY: "sk-1", OPENAI_BASE_URL: provider.baseUrl };
    const args = [
      "eval",
      "questions.jsonl",
      "--docs",
      ".",
      "--out",
      "result.json",
      "--remote",
      "openai/fake",
    ];
    const run = startCommand(args, { cwd: folder.path, env });
    await provider.hanging;
    run.process.kill("SIGINT");
    expect((await run.finished).exitCode).toBe(130);
    const report = JSON.parse(await readFile(join(folder.path, "result.json"), "utf8")) as Report;
    expect(report.complete).toBe(false);
    expect(report.scores.map((score) => score.id)).toEqual(["capex"]);
  });

  it.each([
    ["a set that is not there", ["no.jsonl", "--docs", "."], 4, "no.jsonl"],
    ["a line without a document", ["broken.jsonl", "--docs", "."], 4, "Line 1"],
    ["a folder that is not there", ["questions.jsonl", "--docs", "nowhere"], 4, "nowhere"],
    ["a folder that is a file", ["questions.jsonl", "--docs", "NOTES_2024.md"], 4, "not a folder"],
    ["no folder at all", ["questions.jsonl"], 2, "--docs"],
    [
      "a result that cannot be written",
      ["questions.jsonl", "--docs", ".", "--out", "no/r.json"],
      10,
      "no/r.json",
    ],
    ["a limit of nothing", ["questions.jsonl", "--docs", ".", "--limit", "0"], 2, "--limit"],
  ])("refuses %s", async (_name, args, exitCode, says) => {
    await using folder = await folderWithSet();
    const run = await runCommand(["eval", ...args], { cwd: folder.path });
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).toContain(says);
  });
});
