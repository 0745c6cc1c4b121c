import { describe, expect, it } from "vitest";
import type { DecompositionBrief, JobReport } from "#minions";
import { decide } from "./decide.ts";
import { plan } from "./plan.ts";
import { describeStrength, statedStrength, strengthOf } from "./strength.ts";
import { synthesise } from "./synthesise.ts";

const outline = {
  id: "doc-1",
  name: "HARROW_2020_10K.pdf",
  mediaType: "application/pdf",
  pages: 160,
  characters: 400_000,
};
const brief = (changes: Partial<DecompositionBrief>): DecompositionBrief => ({
  form: "plan",
  question: "What is the FY2020 asset turnover ratio of Harrow?",
  round: 1,
  documents: [outline],
  advice: "",
  chunking: "chunk_by_section",
  retrieval: "bm25",
  limits: { maxTasks: 3, maxJobs: 100 },
  previousJobs: [],
  feedback: null,
  scratchpad: null,
  lastError: null,
  ...changes,
});

describe("a plan", () => {
  it("asks for each line of a derived figure by itself, with its own keywords", () => {
    const made = plan(brief({}));
    expect(made.tasks.map((task) => task.task)).toEqual([
      "What was revenue in FY2020? Look in the income statement.",
      "What was total assets in FY2020? Look in the balance sheet.",
    ]);
    expect(made.tasks[0]?.filter?.keywords).toHaveProperty("net sales");
    expect(made.tasks[1]?.filter?.keywords).toHaveProperty("consolidated balance sheets");
  });

  it("asks anything else as it is, and leaves the company's name out of the keywords", () => {
    const question = "Which garden machines did Harrow launch?";
    const made = plan(brief({ question }));
    expect(made.tasks).toMatchObject([{ task: question }]);
    expect(Object.keys(made.filter?.keywords ?? {})).toEqual(
      expect.arrayContaining(["garden", "machines", "launch"]),
    );
    expect(made.filter?.keywords).not.toHaveProperty("harrow");
  });

  it.each([
    [{ maxTasks: 3, maxJobs: 100 }, 160],
    [{ maxTasks: 3, maxJobs: 10 }, 160],
    [{ maxTasks: 1, maxJobs: 100 }, 160],
    [{ maxTasks: 3, maxJobs: 100 }, 1],
    [{ maxTasks: 3, maxJobs: 7 }, 300],
  ])("without retrieval reads every page within the limits: %j, %i pages", (limits, pages) => {
    const made = plan(brief({ retrieval: undefined, limits, documents: [{ ...outline, pages }] }));
    const jobs = made.tasks.length * Math.ceil(pages / (made.chunking.pagesPerChunk ?? 1));
    expect(made.filter).toBeNull();
    expect(made.tasks.length).toBeLessThanOrEqual(limits.maxTasks);
    expect(jobs).toBeLessThanOrEqual(limits.maxJobs);
  });

  it("with retrieval stays within the job limit too", () => {
    const made = plan(brief({ limits: { maxTasks: 3, maxJobs: 9 } }));
    expect(made.tasks.length * (made.filter?.topK ?? 0)).toBeLessThanOrEqual(9);
  });
});

const report = (jobId: number, changes: Partial<JobReport>): JobReport => ({
  jobId,
  taskId: 0,
  chunkId: jobId,
  task: "What was revenue in FY2020?",
  source: `a.pdf p. ${jobId + 1}`,
  answer: null,
  citation: null,
  explanation: "Nothing in this part fits the task.",
  ...changes,
});
const found = (
  jobId: number,
  strength: number,
  answer: string,
  changes: Partial<JobReport> = {},
): JobReport =>
  report(jobId, { answer, citation: answer, explanation: describeStrength(strength), ...changes });

describe("a synthesis", () => {
  it("takes the strongest job and names the sources by strength", () => {
    const jobs = [found(0, 0.4, "a"), report(1, {}), found(2, 0.9, "b"), found(3, 0.6, "c")];
    expect(synthesise("What was said?", jobs, true)).toMatchObject({ answer: "b", sources: [2, 3, 0] });
  });

  it("works a figure out of the rows that jobs of several tasks found", () => {
    const jobs = [
      found(0, 0.9, "Net sales: 1,250 (2020); 1,100 (2019); in millions."),
      found(1, 0.8, "Total assets: $1,200 (2020); $1,090 (2019); in millions.", { taskId: 1 }),
    ];
    const made = synthesise("What is the FY2020 asset turnover ratio?", jobs, true);
    expect(made.answer).toMatch(/^Asset turnover: 1\.09 in FY2020\. Computed from Net sales, Total assets\./);
    expect(made.sources).toEqual([0, 1]);
  });

  it.each([
    ["no job found anything", [report(0, {})]],
    ["what was found is weak", [found(0, 0.1, "a")]],
    ["there are no jobs", []],
  ])("says that nothing was found where %s", (_, jobs) => {
    expect(synthesise("What was revenue?", jobs, true)).toMatchObject({ answer: null, sources: [] });
  });

  it("ranks answers of another model's workers by the words they share with the question", () => {
    const jobs = [
      report(0, { answer: "The lease ends in May.", citation: "May", explanation: "It says so." }),
      report(1, {
        answer: "Net sales of garden machines were 550.",
        citation: "550",
        explanation: "In the table.",
      }),
    ];
    expect(synthesise("What were net sales of garden machines?", jobs, true).sources?.[0]).toBe(1);
  });
});

describe("a decision", () => {
  const good = {
    message: "q",
    reply: "Revenue was 1,250.\n\n> Net sales  1,250\n> in millions\n(a.pdf, page 6)\n\n> other quote",
  };
  const nothing = { message: "q", reply: "Nothing in the documents answers this." };

  it("gives the worker's statement and its quotes in order", () => {
    expect(decide("q", [good], false)).toEqual({
      decision: "provide_final_answer",
      answer: "Revenue was 1,250.",
      quotes: ["Net sales  1,250\nin millions", "other quote"],
    });
  });

  it("asks again while there are rounds left, and ends with an honest null", () => {
    expect(decide("q", [nothing], false)).toMatchObject({ decision: "request_additional_info" });
    expect(decide("q", [nothing, nothing], true)).toMatchObject({
      decision: "provide_final_answer",
      answer: null,
    });
  });

  it("keeps an earlier find when the last reply has none", () => {
    expect(decide("q", [good, nothing], true)).toMatchObject({ answer: "Revenue was 1,250." });
  });
});

it("states strengths that survive the way through text and keep their order", () => {
  const strengths = [0, 0.3, 1, 1.7, 2.4].map(strengthOf);
  expect(strengths.toSorted((a, b) => a - b)).toEqual(strengths);
  for (const strength of strengths)
    expect(statedStrength(describeStrength(strength))).toBeCloseTo(strength, 3);
  expect(statedStrength("I am quite sure.")).toBeUndefined();
});
