import { describe, expect, it } from "vitest";
import { createStyle } from "../output/style.ts";
import { sampleResult } from "../testing/sample-result.ts";
import { answerText, evidencePage, ledgerPage } from "./answer-page.ts";

const plain = createStyle(false);

describe("the page below an answer", () => {
  it("says where the answer comes from, what it took and what left the machine", () => {
    expect(evidencePage(sampleResult(), plain)).toBe(
      [
        "Citations",
        "  1. report.pdf, page 60 · verified",
        '     "Purchases of PP&E (1,577)"',
        "  2. not verified: not found in the documents",
        '     "Invented words"',
        "",
        "Local   ollama/llama3.2 · 30 calls · about 45,000 tokens in, 900 out · 12.3 s · $0",
        "Remote  openai/gpt-5-mini · 4 calls · 1,200 (200 cached) tokens in, 340 out · 3.21 s · $0.00098",
        "Cost    $0.00098; openai/gpt-5-mini reading everything: about $0.0225 (23.0 times)",
        "Time    4.32 s in 2 rounds",
        "Read    30 of 140 chunks read, 110 skipped by retrieval, 1 cut off",
        "        report.pdf: 4 of 160 pages (1-3, 60)",
        "Left    1 call, 2,048 bytes to openai/gpt-5-mini; --ledger prints them",
        "",
        "Note    A notice.",
      ].join("\n"),
    );
  });

  it("says plainly that nothing left where nothing did", () => {
    const stayed = sampleResult().ledger.map((entry) => ({ ...entry, leftProcess: false }));
    expect(evidencePage(sampleResult({ ledger: stayed }), plain)).toContain(
      "Left    nothing left this process",
    );
  });

  it("calls an unknown price unknown, and names the model", () => {
    const cost = { kind: "unknown", models: ["vllm/mine"] } as const;
    expect(evidencePage(sampleResult({ cost }), plain)).toContain(
      "Cost    unknown (no price for vllm/mine);",
    );
  });

  it("gives a run without an answer as words, not as an answer", () => {
    const outcome = { kind: "no-answer", reason: "not-found", explanation: "No page says so." } as const;
    expect(answerText(sampleResult({ outcome }))).toBe("No answer found. No page says so.");
  });

  it("prints every message of the ledger", () => {
    expect(ledgerPage(sampleResult(), plain)).toBe(
      [
        "Sent to the remote side",
        "",
        `#1 minions-advise to openai/gpt-5-mini · 2,048 bytes · left this process · sha256 ${"ab".repeat(32)}`,
        "  system:",
        "  Advise.",
        "",
        "  user:",
        "  What was capital expenditure in 2018?",
      ].join("\n"),
    );
  });

  it("lets no text of a model or a document steer the terminal or forge a line", () => {
    const evil = "\u001b[2J\u001b]0;title\u0007a\r\nCost    $0\u202e";
    const result = sampleResult({
      outcome: { kind: "answered", answer: evil },
      citations: [{ verified: false, quote: evil, reason: "too-short" }],
      notices: [evil],
    });
    const page = `${answerText(result)}${evidencePage(result, plain)}`;
    expect(page).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
    expect(page.split("\n").filter((line) => line.startsWith("Cost "))).toHaveLength(2); // The answer's own line break may stand.
  });
});
