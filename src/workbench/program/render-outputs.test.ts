import { describe, expect, it } from "vitest";
import { reportOfJob } from "../testing/workbench-fixtures.ts";
import { renderOutputs } from "./render-outputs.ts";

const JOBS = [
  reportOfJob(0, { task: "A", source: "p. 1", answer: "7", citation: "was 7", explanation: "as stated" }),
  reportOfJob(1, { task: "B", source: "p. 1", answer: null }),
  reportOfJob(2, { task: "A", source: "p. 2", answer: "8" }),
  reportOfJob(3, { task: "B", source: "p. 2", answer: "9" }),
];

describe("outputs put together by a plan", () => {
  it.each([
    {
      aggregation: "by-task" as const,
      text: "Task: A\n- job 0, p. 1: 7 (as stated)\n  > was 7\n- job 2, p. 2: 8\n\nTask: B\n- job 3, p. 2: 9\n\n1 job found nothing.",
    },
    {
      aggregation: "by-chunk" as const,
      text: "Source: p. 1\n- job 0, p. 1: 7 (as stated)\n  > was 7\n\nSource: p. 2\n- job 2, p. 2: 8\n- job 3, p. 2: 9\n\n1 job found nothing.",
    },
    {
      aggregation: "answered-only" as const,
      text: "- job 0, p. 1: 7 (as stated)\n  > was 7\n- job 2, p. 2: 8\n- job 3, p. 2: 9",
    },
  ])("$aggregation", ({ aggregation, text }) => {
    expect(renderOutputs(aggregation, JOBS, 1_000)).toBe(text);
  });

  it("say so when nothing was found", () => {
    const silent = JOBS.map((job) => ({ ...job, answer: null }));
    expect(renderOutputs("answered-only", silent, 1_000)).toBe("4 jobs found nothing.");
    expect(renderOutputs("by-task", silent, 1_000)).toBe("4 jobs found nothing.");
  });

  it("are cut where they are too long", () => {
    expect(renderOutputs("answered-only", JOBS, 20)).toBe("- job 0, p. 1: 7 (\n…");
  });
});
