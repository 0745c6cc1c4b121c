import type { RunResult } from "#minions";

const REMOTE = { provider: "openai", model: "gpt-5-mini" };
const LOCAL = { provider: "ollama", model: "llama3.2" };

/** A finished run with something in every part, for tests of what people see. */
export function sampleResult(overrides: Partial<RunResult> = {}): RunResult {
  return {
    skill: "minions_query",
    question: "What was capital expenditure in 2018?",
    outcome: { kind: "answered", answer: "$1,577 million." },
    citations: [
      {
        verified: true,
        quote: "Purchases of PP&E (1,577)",
        sourceText: "Purchases of PP&E\n(1,577)",
        location: {
          documentId: "doc-1",
          documentName: "report.pdf",
          firstPage: 59,
          lastPage: 59,
          start: 10,
          end: 40,
        },
      },
      { verified: false, quote: "Invented words", reason: "not-in-documents" },
    ],
    rounds: 2,
    sides: sampleSides(),
    cost: { kind: "known", usd: 0.00098 },
    remoteOnly: {
      model: REMOTE,
      promptTokens: 90_000,
      completionTokens: 10,
      cost: { kind: "known", usd: 0.0225 },
    },
    coverage: {
      chunksMade: 140,
      chunksRead: 30,
      chunksSkippedByRetrieval: 110,
      chunksCutOff: 1,
      documents: [
        {
          documentId: "doc-1",
          documentName: "report.pdf",
          pages: 160,
          pagesRead: [0, 1, 2, 59],
          characters: 400_000,
          charactersRead: 12_000,
        },
      ],
    },
    localOnly: null,
    ledger: [
      {
        sequence: 1,
        step: "minions-advise",
        stepPath: "advice",
        recipient: REMOTE,
        leftProcess: true,
        bytes: 2_048,
        sha256: "ab".repeat(32),
        text: "system:\nAdvise.\n\nuser:\nWhat was capital expenditure in 2018?",
      },
    ],
    wallTimeMs: 4_321,
    notices: ["A notice."],
    ...overrides,
  };
}

function sampleSides(): RunResult["sides"] {
  const remoteUsage = { promptTokens: 1_200, completionTokens: 340, cachedTokens: 200, estimated: false };
  const localUsage = { promptTokens: 45_000, completionTokens: 900, cachedTokens: 0, estimated: true };
  return {
    local: {
      calls: 30,
      usage: localUsage,
      byModel: [{ model: LOCAL, calls: 30, usage: localUsage }],
      modelTimeMs: 12_345,
      cost: { kind: "known", usd: 0 },
    },
    remote: {
      calls: 4,
      usage: remoteUsage,
      byModel: [{ model: REMOTE, calls: 4, usage: remoteUsage }],
      modelTimeMs: 3_210,
      cost: { kind: "known", usd: 0.00098 },
    },
  };
}
