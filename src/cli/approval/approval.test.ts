import { describe, expect, it } from "vitest";
import type { ApprovalRequest } from "#app";
import type { CliIo } from "../cli-io.ts";
import { createStyle } from "../output/style.ts";
import { approvalPage } from "./approval-page.ts";
import { decideApproval } from "./decide.ts";

const REQUEST: ApprovalRequest = {
  form: "a2a-minions/egress-approval/1",
  taskId: "task-1",
  step: "minion-open",
  stepPath: "opening/attempt-0",
  recipients: [
    { provider: "openai", model: "gpt-4o", host: "api.openai.com" },
    { provider: "groq", model: "big", host: "api.groq.com" },
  ],
  bytes: 1234,
  sha256: "ab".repeat(32),
  promptTokens: 300,
  maxOutputTokens: 4096,
  promptCost: { kind: "known", usd: 0.00075 },
  covers: "task",
  answers: ["approve", "reject"],
  payload: "user:\nWhat was revenue?",
};

type Terminal = Pick<CliIo, "stderr" | "env" | "ask"> & { readonly shown: () => string };

function terminal(answer: string | undefined): Terminal {
  const written: string[] = [];
  const stderr = { write: (text: string) => void written.push(text), isTerminal: true, columns: 80 };
  const ask = answer === undefined ? {} : { ask: async () => answer };
  return { stderr, env: { NO_COLOR: "1" }, shown: () => written.join(""), ...ask };
}

describe("what would leave", () => {
  it("is shown with everyone who may get it, its size, hash, cost and every word", () => {
    const page = approvalPage(REQUEST, createStyle(false));
    for (const part of [
      "openai/gpt-4o at api.openai.com, else to groq/big at api.groq.com",
      REQUEST.sha256,
      "$0.00075",
      "the rest of the task",
      "  What was revenue?",
    ]) {
      expect(page).toContain(part);
    }
  });

  it("cannot steer the terminal on which it is judged", () => {
    const hostile = "\u001b[2J\u001b]0;title\u0007safe\u202e\u0000\u009b1A";
    const page = approvalPage({ ...REQUEST, payload: hostile, stepPath: hostile }, createStyle(false));
    expect(page).not.toMatch(/(?!\n)[\p{Cc}\u202a-\u202e]/u);
    expect(page).toContain("safe");
  });

  it.each([
    ["y", "approve"],
    [" YES ", "approve"],
    ["approve", "approve"],
    ["", "reject"],
    ["yesterday", "reject"],
    ["n", "reject"],
    [undefined, undefined],
  ])("goes by what is typed: %j → %s", async (typed, decision) => {
    const io = terminal(typed);
    expect(await decideApproval(REQUEST, io)).toBe(decision);
    expect(io.shown().includes("What was revenue?")).toBe(typed !== undefined);
  });
});
