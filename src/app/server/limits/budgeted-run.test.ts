import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StoredTask, TaskArtifact } from "#engine";
import { AppError, systemClock } from "#kernel";
import { createBudgets, type Tier } from "#limits";
import type { Model, ModelRequest, ModelStep, Prices, RunMetadata } from "#minions";
import { type DatabaseStores, openSqliteStores } from "#stores";
import { openRunner, type RunnerFixture, text } from "../testing/runner-fixture.ts";
import { NOTES, QUESTION, remoteLines, talkingModel } from "../testing/talking-models.ts";

/** A thousand dollars a million tokens: a talking model's call of 15 tokens costs 1.5 cents. */
const PRICES: Prices = {
  table: {
    ...{ updated: "2026-01-01", currency: "USD", unit: "per 1M tokens" },
    models: [
      {
        ...{ provider: "scripted", model: "remote", prompt: 1_000, completion: 1_000 },
        ...{ source: "https://example.com", asOf: "2026-01-01" },
      },
    ],
  },
  isOwnHardware: ({ model }) => model === "local",
};

const ROW = "Capital expenditure was $ 1,577 million in 2024.";
const FORGED = "Capital expenditure was $ 9,999 million in 2031.";

/** A worker that quotes one row that stands there and one that does not. */
const quotingLines = (request: ModelRequest): string =>
  request.step.kind === "minions-job"
    ? JSON.stringify({
        ...{ explanation: "Read it.", answer: "1,577" },
        citation: request.step.chunk.text.includes(ROW) ? ROW : FORGED,
      })
    : `It says "${ROW}" and "${FORGED}" of 1,577.`;

interface Setting {
  readonly tier?: Tier;
  readonly prices?: Prices;
  readonly unknownPrice?: "refuse" | "count-tokens";
  readonly options?: RunMetadata;
  readonly remote?: (request: ModelRequest) => string | Promise<string>;
  /** Tokens that a call of the remote side uses. Default: 15. */
  readonly uses?: (step: ModelStep) => number;
}

let current: Setting = {};
let stores: DatabaseStores;
let fixture: RunnerFixture;
let remote: ReturnType<typeof talkingModel>;
let asked = 0;

beforeAll(async () => {
  stores = await openSqliteStores({ path: ":memory:" });
  remote = talkingModel("remote", (request) => (current.remote ?? remoteLines)(request));
  const supervisor: Model = {
    ...remote.model,
    async generate(request, signal) {
      const reply = await remote.model.generate(request, signal);
      const completionTokens = (current.uses?.(request.step) ?? 15) - reply.usage.promptTokens;
      return { ...reply, usage: { ...reply.usage, completionTokens } };
    },
  };
  let holds = 0;
  fixture = await openRunner({
    ...{ local: talkingModel("local", quotingLines).model, remote: supervisor, stores },
    prices: {
      ...PRICES,
      get table() {
        return (current.prices ?? PRICES).table;
      },
    },
    budgets: createBudgets({
      ...{ store: stores.budgets, clock: systemClock, newId: () => `hold-${++holds}` },
      pause: async () => undefined,
      tiers: { find: () => ({ name: "small", tier: current.tier ?? {} }), has: () => true },
      get unknownPrice() {
        return current.unknownPrice ?? "refuse";
      },
    }),
  });
});

afterAll(async () => {
  await fixture[Symbol.asyncDispose]();
  await stores[Symbol.asyncDispose]();
});

/** Asks once under the budgets of the setting, with a key, owner and tenant of its own. */
async function ask(setting: Setting) {
  current = setting;
  asked += 1;
  const caller = { keyId: `key-${asked}`, owner: `owner-${asked}`, tenant: `tenant-${asked}`, tier: "small" };
  const callsBefore = remote.requests.length;
  const task = await fixture.ask({
    parts: [text(QUESTION), text(NOTES, "notes.md")],
    options: { remote_max_tokens: 100, ...setting.options },
    origin: { caller },
  });
  const ended = await fixture.settled(task);
  const day = new Date().toISOString().slice(0, 10);
  const [ofTask, ofKey] = await stores.budgets.read([`task ${task.id}`, `${day} key ${caller.keyId}`]);
  return { ended, ofTask, ofKey, remoteCalls: remote.requests.length - callsBefore };
}

function findings({ artifacts }: StoredTask): TaskArtifact | undefined {
  return artifacts.find(({ artifactId }) => artifactId === "findings");
}

const SKILLS = ["minion_query", "minions_query"] as const;

describe.each(SKILLS)("a task of %s", (skill_id) => {
  it("within its budgets books what each call really used, and holds nothing in the end", async () => {
    const { ended, ofTask, ofKey, remoteCalls } = await ask({
      tier: { task: { maxRemoteTokens: 50_000 }, key: { costPerDay: 1_000 } },
      options: { skill_id },
    });
    expect(ended.state).toEqual({ kind: "completed" });
    expect(remoteCalls).toBeGreaterThan(1);
    const spent = { tokens: 15 * remoteCalls, nanos: 15_000_000 * remoteCalls };
    const nothing = { tokens: 0, nanos: 0 };
    expect(ofTask).toEqual({ settled: spent, reserved: nothing });
    expect(ofKey).toEqual({ settled: spent, reserved: nothing });
  });

  it.each<[string, Setting]>([
    ["in tokens by its tier", { tier: { task: { maxRemoteTokens: 1 } } }],
    ["in money by its tier", { tier: { task: { maxCost: 0.01 } } }],
    ["in tokens by its own wish", { options: { max_remote_tokens: 1 } }],
    ["in money by its own wish", { options: { max_cost: 0.01 } }],
    ["by a wish above its tier's", { tier: { task: { maxCost: 0.01 } }, options: { max_cost: 100 } }],
    ["of the day", { tier: { key: { costPerDay: 0.01 } } }],
    ["of the tenant's day", { tier: { tenant: { remoteTokensPerDay: 1 } } }],
  ])("that would pass its budget %s makes no call and fails by it", async (_, setting) => {
    const { ended, remoteCalls } = await ask({ ...setting, options: { skill_id, ...setting.options } });
    expect(ended.state).toMatchObject({ kind: "failed", failure: { code: "budget-exhausted" } });
    expect(remoteCalls).toBe(0);
  });

  it("that has found something before says so, labelled as no answer, with checked citations", async () => {
    // The call before the worker's turn uses up all but a little.
    const { ended, ofTask } = await ask({
      tier: { task: { maxRemoteTokens: 60_000 } },
      options: { skill_id, chunking_strategy: "chunk_by_paragraph", decomposition: "plan" },
      uses: ({ kind }) => (kind === "minion-open" || kind === "minions-decompose" ? 59_900 : 15),
    });
    expect(ended.state).toMatchObject({ kind: "failed", failure: { code: "budget-exhausted" } });
    const artifact = findings(ended);
    expect(artifact?.description).toContain("no answer");
    expect(artifact?.parts[0]).toMatchObject({ text: expect.stringMatching(/no answer.*1,577/s) });
    expect(artifact?.parts[1]).toMatchObject({
      data: {
        form: "a2a-minions/findings/1",
        findings: expect.arrayContaining([expect.objectContaining({ round: 1 })]),
        citations: expect.arrayContaining([expect.objectContaining({ verified: true, quote: ROW })]),
      },
    });
    expect(JSON.stringify(artifact)).not.toContain(`"verified":true,"quote":"${FORGED}"`);
    expect(ended.artifacts).toHaveLength(1);
    expect(ofTask?.reserved).toEqual({ tokens: 0, nanos: 0 });
  });
});

describe("a task whose cost is limited", () => {
  const unpriced: Prices = { ...PRICES, table: { ...PRICES.table, models: [] } };
  const tier: Tier = { task: { maxCost: 5, maxRemoteTokens: 50_000 } };

  it("does not ask a model of unknown price", async () => {
    const { ended, remoteCalls } = await ask({ tier, prices: unpriced });
    expect(ended.state).toMatchObject({ kind: "failed", failure: { code: "price-unknown" } });
    expect(remoteCalls).toBe(0);
  });

  it("asks it where tokens alone are to count, and counts them", async () => {
    const { ended, ofTask, remoteCalls } = await ask({
      tier,
      prices: unpriced,
      unknownPrice: "count-tokens",
    });
    expect(ended.state.kind).toBe("completed");
    expect(ofTask?.settled).toEqual({ tokens: 15 * remoteCalls, nanos: 0 });
  });

  it.each<[string, AppError, number]>([
    ["was refused costs nothing", new RefusedError("Refused."), 0],
    ["nobody knows the end of counts in full", new LostError("Lost."), 1],
  ])("and a call that %s", async (_, error, least) => {
    const { ended, ofTask } = await ask({ tier, remote: () => Promise.reject(error) });
    expect(ended.state).toMatchObject({ kind: "failed", failure: { code: error.code } });
    expect(ofTask?.reserved).toEqual({ tokens: 0, nanos: 0 });
    expect(Math.min(1, ofTask?.settled.nanos ?? -1)).toBe(least);
  });
});

class RefusedError extends AppError<"provider-rejected"> {
  readonly code = "provider-rejected";
}

class LostError extends AppError<"model-timed-out"> {
  readonly code = "model-timed-out";
}
