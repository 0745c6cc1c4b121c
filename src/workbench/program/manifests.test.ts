import { describe, expect, it } from "vitest";
import type { Chunk } from "#minions";
import { acceptDrafts, type JobDraft, numberJobs } from "./manifests.ts";

const chunk = (id: string): Chunk => ({ id, location: undefined, text: id });
const draft = (id: string, task: string): JobDraft => ({ chunk: chunk(id), task, advice: "" });

describe("numbers of jobs", () => {
  it.each([
    { jobs: "", numbers: "" },
    { jobs: "x/A", numbers: "0:0:0" },
    { jobs: "x/A x/B y/A", numbers: "0:0:0 1:0:1 2:1:0" },
    { jobs: "y/B x/B y/A x/B", numbers: "0:0:0 1:1:0 2:0:1 3:1:0" },
  ])("job:chunk:task of $jobs are $numbers", ({ jobs, numbers }) => {
    const drafts = jobs
      .split(" ")
      .filter(Boolean)
      .map((job) => draft(job.split("/")[0] ?? "", job.split("/")[1] ?? ""));
    const given = numberJobs(drafts).map(({ jobId, chunkId, taskId }) => `${jobId}:${chunkId}:${taskId}`);
    expect(given.join(" ")).toBe(numbers);
  });
});

describe("limits of jobs", () => {
  const limits = { maxTasks: 2, maxJobs: 3 };

  it.each([
    { what: "none", tasks: [], fault: "no-jobs" },
    { what: "four", tasks: ["A", "A", "A", "A"], fault: "too-many-jobs" },
    { what: "three tasks", tasks: ["A", "B", "C"], fault: "too-many-tasks" },
  ])("$what is $fault", ({ tasks, fault }) => {
    expect(
      acceptDrafts(
        tasks.map((task) => draft("x", task)),
        limits,
      ),
    ).toMatchObject({ kind: "faulty", fault });
  });

  it("three jobs of two tasks are accepted", () => {
    const drafts = ["A", "B", "A"].map((task) => draft("x", task));
    expect(acceptDrafts(drafts, limits)).toEqual({ kind: "done", value: numberJobs(drafts) });
  });
});
