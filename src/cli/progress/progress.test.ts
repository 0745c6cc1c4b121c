import { describe, expect, it } from "vitest";
import type { AskEvent } from "#app";
import type { TextSink } from "../cli-io.ts";
import { sampleResult } from "../testing/sample-result.ts";
import { initialProgress, nextProgress } from "./ask-progress.ts";
import { progressBlock } from "./progress-block.ts";
import { createProgressView, type ProgressStyle } from "./progress-view.ts";

const LOCAL = { provider: "ollama", model: "llama3.2" };
const REMOTE = { provider: "openai", model: "gpt-5-mini" };
const JOB = {
  type: "job-finished",
  round: 1,
  taskId: 0,
  source: "report.pdf p. 60",
  answer: "1,577",
  citation: null,
} as const;

const EVENTS: readonly AskEvent[] = [
  { type: "document-read", name: "report.pdf", pages: 160, characters: 400_000, done: 1, total: 1 },
  {
    type: "run-started",
    skill: "minions_query",
    question: "?",
    local: LOCAL,
    remote: REMOTE,
    documents: [],
    maxRounds: 3,
  },
  { type: "round-started", round: 1, final: false },
  {
    type: "jobs-prepared",
    round: 1,
    form: "plan",
    jobs: 2,
    tasks: ["t"],
    chunksMade: 140,
    chunksSkipped: 138,
  },
  { ...JOB, jobId: 0, outcome: "answered", done: 1, total: 2 },
  {
    type: "model-called",
    side: "local",
    step: "minions-job",
    stepPath: "round-1/job-0",
    model: LOCAL,
    usage: { promptTokens: 1_000, completionTokens: 20, cachedTokens: 0, estimated: false },
    durationMs: 400,
    cost: { kind: "known", usd: 0.0012 },
  },
];

function sink(): TextSink & { readonly text: () => string } {
  let text = "";
  return {
    write: (piece) => {
      text += piece;
    },
    isTerminal: true,
    columns: 100,
    text: () => text,
  };
}

function shown(style: ProgressStyle): string {
  const output = sink();
  using view = createProgressView(style, output, 1);
  for (const event of EVENTS) view.show(event);
  return output.text();
}

describe("progress", () => {
  it("draws round, jobs, tokens and cost as one block", () => {
    const progress = EVENTS.reduce(nextProgress, initialProgress(1));
    expect(progressBlock(progress, 0, 120)).toEqual([
      "⠋ MinionS · round 1/3 · workers are reading",
      "  ██████████░░░░░░░░░░ jobs 1/2",
      "  local ollama/llama3.2 1,020 tokens · remote openai/gpt-5-mini 0 tokens · $0.0012 so far",
    ]);
  });

  it("never draws wider than the terminal, so that the block can be erased", () => {
    const progress = EVENTS.reduce(nextProgress, initialProgress(1));
    for (const line of progressBlock(progress, 3, 40)) expect(line.length).toBeLessThan(40);
  });

  it("tells piped readers in plain lines", () => {
    expect(shown("lines")).toBe(
      [
        "read report.pdf (1/1): 160 pages, 400,000 characters",
        "MinionS started: local ollama/llama3.2, remote openai/gpt-5-mini",
        "round 1",
        "2 jobs over 140 chunks, 138 skipped",
        "jobs 1/2",
        "",
      ].join("\n"),
    );
  });

  it("tells every step when asked to be verbose", () => {
    expect(shown("verbose")).toContain("job 1/2 report.pdf p. 60 answered: 1,577\n");
    expect(shown("verbose")).toContain(
      "local ollama/llama3.2 round-1/job-0: 1,000 tokens in, 20 out, 400 ms\n",
    );
  });

  it("says nothing when asked to be quiet", () => {
    expect(shown("none")).toBe("");
  });

  it("leaves the terminal with its cursor and without the block", () => {
    const output = sink();
    const view = createProgressView("live", output, 1);
    view[Symbol.dispose]();
    view[Symbol.dispose]();
    expect(output.text().endsWith("\u001b[1A\u001b[J\u001b[?25h")).toBe(true);
  });

  it("knows every event that a run can end with", () => {
    const done = nextProgress(initialProgress(0), { type: "run-finished", result: sampleResult() });
    expect(done.phase).toBe("done");
  });
});
