import { describe, expect, it } from "vitest";
import { readProgram } from "./read-program.ts";

const code = "function prepareJobs(context) { return []; }\nfunction transformOutputs(jobs) { return ''; }";
const plan = {
  chunking: { strategy: "chunk_by_page" },
  tasks: [{ task: "Find capex" }],
  aggregation: "by-task",
};

describe("reading the supervisor's program", () => {
  it.each([
    ["a js block", `Here:\n\`\`\`js\n${code}\n\`\`\``],
    ["a block with another language tag", `\`\`\`javascript\n${code}\n\`\`\`\nThat is all.`],
    ["a block that never closes", `\`\`\`js\n${code}`],
    ["two blocks", `\`\`\`js\n${code.split("\n")[0]}\n\`\`\`\nand\n\`\`\`js\n${code.split("\n")[1]}\n\`\`\``],
    ["bare code", code],
  ])("takes code from %s", (_, text) => {
    const reading = readProgram(text, "code");
    expect(reading.kind).toBe("program");
    if (reading.kind !== "program" || reading.program.kind !== "code") return;
    expect(reading.program.source).toContain("prepareJobs");
    expect(reading.program.source).toContain("transformOutputs");
    expect(reading.program.source).not.toContain("```");
  });

  it("accepts a plan where code was asked for", () => {
    expect(readProgram(JSON.stringify(plan), "code")).toMatchObject({ program: { kind: "plan" } });
  });

  it("does not take code where only a plan is allowed", () => {
    expect(readProgram(`\`\`\`js\n${code}\n\`\`\``, "plan")).toMatchObject({ kind: "none" });
  });

  it("says what is missing", () => {
    expect(readProgram("I would look at the cash flow statement.", "code")).toEqual({
      kind: "none",
      problem: "The reply holds no ```js block with a function prepareJobs.",
    });
  });
});
