import { describe, expect, it } from "vitest";
import type { Citation, RunResult, SideAccount } from "#minions";
import type { EvaluationQuestion } from "./question-set.ts";
import { renderTable } from "./render-table.ts";
import { type QuestionScore, scoreFailure, scoreQuestion } from "./score-question.ts";
import { summarise } from "./summary.ts";

const QUESTION: EvaluationQuestion = {
  id: "q-1",
  question: "What was revenue?",
  answer: "$1.577 billion",
  documents: ["ACME_2020_10K"],
  evidence: [
    { documentName: "ACME_2020_10K", page: 40 },
    { documentName: "ACME_2020_10K", page: 42 },
  ],
  kind: "metrics",
};

function cite(page: number): Citation {
  const location = {
    documentId: "doc-1",
    documentName: "acme_2020_10k.pdf",
    firstPage: page,
    lastPage: page,
    start: 0,
    end: 9,
  };
  return { verified: true, quote: `page ${page}`, location, sourceText: `page ${page}` };
}

const FORGED: Citation = { verified: false, quote: "nowhere", reason: "not-in-documents" };

function side(promptTokens: number, usd: number): SideAccount {
  const usage = { promptTokens, completionTokens: 10, cachedTokens: 0, estimated: false };
  return { calls: 1, usage, byModel: [], modelTimeMs: 5, cost: { kind: "known", usd } };
}

function run(
  citations: readonly Citation[],
  answer: string | null = "Revenue: 1,577, in millions",
): RunResult {
  return {
    skill: "minion_query",
    question: QUESTION.question,
    outcome:
      answer === null
        ? { kind: "no-answer", reason: "not-found", explanation: "Nothing." }
        : { kind: "answered", answer },
    citations,
    rounds: 1,
    sides: { local: side(50_000, 0), remote: side(1_000, 0.01) },
    cost: { kind: "known", usd: 0.01 },
    remoteOnly: {
      model: { provider: "openai", model: "big" },
      promptTokens: 60_000,
      completionTokens: 100,
      cost: { kind: "known", usd: 0.5 },
    },
    coverage: {
      chunksMade: 3,
      chunksRead: 1,
      chunksSkippedByRetrieval: 2,
      chunksCutOff: 0,
      documents: [
        {
          documentId: "doc-1",
          documentName: "acme_2020_10k.pdf",
          pages: 100,
          pagesRead: [39, 40, 41],
          characters: 100,
          charactersRead: 3,
        },
      ],
    },
    localOnly: null,
    ledger: [],
    wallTimeMs: 200,
    notices: [],
  };
}

describe("the rank of evidence among cited pages", () => {
  it.each([
    ["first of all", [40, 7], { first: true, inTop3: true, inTop5: true, allInTop5: false }],
    [
      "first, and the other fifth",
      [42, 1, 2, 3, 40],
      { first: true, inTop3: true, inTop5: true, allInTop5: true },
    ],
    ["third", [1, 2, 40], { first: false, inTop3: true, inTop5: true, allInTop5: false }],
    [
      "fourth, when pages repeat",
      [1, 1, 2, 2, 3, 40],
      { first: false, inTop3: false, inTop5: true, allInTop5: false },
    ],
    ["sixth", [1, 2, 3, 4, 5, 40], { first: false, inTop3: false, inTop5: false, allInTop5: false }],
    ["never", [], { first: false, inTop3: false, inTop5: false, allInTop5: false }],
  ])("%s", (_, pages, rank) => {
    const score = scoreQuestion({ question: QUESTION, result: run(pages.map(cite)) });
    expect(score.evidenceRank).toEqual(rank);
  });

  it("passes over quotes that were not found in a document", () => {
    const score = scoreQuestion({ question: QUESTION, result: run([FORGED, cite(40)]) });
    expect(score).toMatchObject({ evidenceRank: { first: true }, citations: 2, citationsVerified: 1 });
  });

  it("is unknown where the question names no evidence", () => {
    const score = scoreQuestion({ question: { ...QUESTION, evidence: [] }, result: run([cite(1)]) });
    expect(score).toMatchObject({ evidenceRank: undefined, evidenceRead: undefined });
  });
});

describe("a scored question", () => {
  it("tells what was read, spent and saved", () => {
    expect(scoreQuestion({ question: QUESTION, result: run([cite(40)]) })).toMatchObject({
      outcome: "answered",
      evidenceRead: 0.5,
      numeric: { kind: "match" },
      sides: { local: { promptTokens: 50_000 }, remote: { promptTokens: 1_000 } },
      cost: { kind: "known", usd: 0.01 },
      remoteOnly: { promptTokens: 60_000, cost: { kind: "known", usd: 0.5 } },
    });
  });

  it("counts an honest no-answer as no match", () => {
    const score = scoreQuestion({ question: QUESTION, result: run([], null) });
    expect(score).toMatchObject({ outcome: "no-answer", answer: null, numeric: { kind: "mismatch" } });
  });
});

describe("a summary", () => {
  const scores: QuestionScore[] = [
    scoreQuestion({ question: QUESTION, result: run([cite(40)]) }),
    scoreQuestion({
      question: { ...QUESTION, id: "q-2", kind: "text", answer: "Yes" },
      result: run([cite(1), FORGED]),
    }),
    scoreFailure({ question: { ...QUESTION, id: "q-3" }, failure: "timed-out", wallTimeMs: 100 }),
  ];

  it("adds up the questions, and counts failures against them", () => {
    expect(summarise(scores).total).toMatchObject({
      questions: 3,
      answered: 2,
      failed: 1,
      evidenceCitedFirst: { count: 1, of: 3 },
      numericMatches: { count: 1, of: 2 },
      citationsVerified: { count: 2, of: 3 },
      remoteTokensSaved: 60,
      wallTimeMs: 500,
    });
  });

  it("gives totals for each kind", () => {
    const kinds = summarise(scores).byKind.map(({ kind, totals }) => [kind, totals.questions]);
    expect(kinds).toEqual([
      ["metrics", 2],
      ["text", 1],
    ]);
  });

  it("says that a cost is unknown when any part of it is", () => {
    const [first] = scores;
    const unpriced = { ...first, cost: { kind: "unknown", models: ["x/y"] } } as QuestionScore;
    expect(summarise([...scores, unpriced]).total.cost).toEqual({ kind: "unknown", models: ["x/y"] });
  });

  it("is drawn as a table with a line for each question", () => {
    const table = renderTable(scores, summarise(scores));
    const lines = table.split("\n");
    expect(lines[0]).toMatch(/^question +outcome +read +first/);
    expect(lines[2]).toMatch(/^q-1 +answered +50 % +yes +yes +yes +yes +1\/1/);
    expect(lines[4]).toMatch(/^q-3 +timed-out +0 % +no/);
    expect(table).toContain("Evidence cited first     1/3 (33 %)");
  });

  it("stands on an empty set too", () => {
    expect(renderTable([], summarise([]))).toContain("Questions                0");
  });
});
