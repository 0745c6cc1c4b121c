import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Usage } from "../model-port.ts";
import { costOf } from "./cost.ts";
import { sumMoney } from "./money.ts";
import {
  type ModelPrice,
  type Prices,
  type PriceTable,
  priceTableSchema,
  runsOnOwnHardware,
} from "./price-table.ts";
import { estimateRemoteOnly } from "./remote-only.ts";
import { createAccount } from "./side-account.ts";

function usage(promptTokens: number, completionTokens: number, cachedTokens = 0): Usage {
  return { promptTokens, completionTokens, cachedTokens, estimated: false };
}

function price(
  provider: string,
  model: string,
  prompt: number,
  completion: number,
  more: Partial<ModelPrice> = {},
) {
  return {
    provider,
    model,
    prompt,
    completion,
    source: "https://example.org/pricing",
    asOf: "2026-01-01",
    ...more,
  };
}

const table: PriceTable = {
  updated: "2026-01-01",
  currency: "USD",
  unit: "per 1M tokens",
  models: [
    price("openai", "big", 2, 10, { cachedPrompt: 0.5 }),
    price("openai", "big-*", 3, 12),
    price("openai", "big-mini-*", 1, 4),
    price("google", "long", 1, 10, { longPrompt: { promptTokens: 1000, prompt: 2, completion: 20 } }),
  ],
};
const prices: Prices = { table };
const M = 1_000_000;

describe("what a call costs", () => {
  it.each([
    ["prompt and completion", "openai/big", usage(M, M), 12],
    ["cached tokens at their own rate", "openai/big", usage(M, 0, M / 2), 1.25],
    ["cached tokens at the full rate where none is known", "openai/big-1", usage(M, 0, M), 3],
    ["never more cached tokens than there were", "openai/big", usage(M, 0, 5 * M), 0.5],
    ["a prefix", "openai/big-2026-01-01", usage(M, 0), 3],
    ["the longest prefix", "openai/big-mini-2026", usage(M, 0), 1],
    ["a provider by its other name", "gemini/long", usage(1000, 0), 0.001],
    ["a long prompt at its own rates", "google/long", usage(1001, 1), (1001 * 2 + 20) / M],
    ["the engine inside this process", "embedded/extractive", usage(M, M), 0],
    ["a model of the user's own machine", "ollama/llama3.2", usage(M, M), 0],
  ])("%s", (_, model, used, usd) => {
    const [provider = "", name = ""] = model.split("/");
    const money = costOf(used, { provider, model: name }, prices);
    expect(money).toEqual({ kind: "known", usd: expect.closeTo(usd, 9) });
  });

  it.each(["openai/unheard-of", "anthropic/big", "ollama/gpt-oss:120b-cloud", "openai-compatible/anything"])(
    "of %s is unknown, never 0",
    (model) => {
      const [provider = "", name = ""] = model.split("/");
      expect(costOf(usage(1, 1), { provider, model: name }, prices)).toEqual({
        kind: "unknown",
        models: [model],
      });
    },
  );

  it("of own hardware is what the user says", () => {
    const local: Prices = {
      table,
      localPrices: {
        ollama: { promptPerMillion: 1, completionPerMillion: 2 },
        "llama-cpp/x": { perHour: 3.6 },
      },
    };
    expect(costOf(usage(M, M), { provider: "ollama", model: "any" }, local)).toEqual({
      kind: "known",
      usd: 3,
    });
    const hourly = costOf(usage(M, M), { provider: "llama-cpp", model: "x" }, local, 1_000);
    expect(hourly).toEqual({ kind: "known", usd: expect.closeTo(0.001, 9) });
  });

  it("follows who knows where the model runs", () => {
    const ref = { provider: "ollama", model: "llama3.2" };
    expect(costOf(usage(1, 1), ref, { table, isOwnHardware: () => false }).kind).toBe("unknown");
    expect(runsOnOwnHardware(ref)).toBe(true);
  });
});

describe("sums", () => {
  it("are unknown once a part is, and name what is unpriced once", () => {
    const unknown = { kind: "unknown", models: ["a/b"] } as const;
    expect(sumMoney([{ kind: "known", usd: 1 }, unknown, unknown])).toEqual({
      kind: "unknown",
      models: ["a/b"],
    });
    expect(
      sumMoney([
        { kind: "known", usd: 1 },
        { kind: "known", usd: 2 },
      ]),
    ).toEqual({ kind: "known", usd: 3 });
    expect(sumMoney([])).toEqual({ kind: "known", usd: 0 });
  });
});

describe("the account of a side", () => {
  it("adds up calls by the model that answered", () => {
    const account = createAccount(prices);
    const big = { provider: "openai", model: "big" };
    const mini = { provider: "openai", model: "big-mini-1" };
    account.record({ model: big, usage: usage(M, 0), durationMs: 10 });
    account.record({ model: big, usage: usage(M, 0, M), durationMs: 20 });
    account.record({ model: mini, usage: usage(0, M), durationMs: 5 });
    expect(account.finish()).toEqual({
      calls: 3,
      usage: usage(2 * M, M, M),
      byModel: [
        { model: big, calls: 2, usage: usage(2 * M, 0, M) },
        { model: mini, calls: 1, usage: usage(0, M) },
      ],
      modelTimeMs: 35,
      cost: { kind: "known", usd: 6.5 },
    });
  });

  it("prices long prompts call by call, not by their sum", () => {
    const account = createAccount(prices);
    const model = { provider: "google", model: "long" };
    for (let call = 0; call < 4; call += 1) account.record({ model, usage: usage(1000, 0), durationMs: 0 });
    expect(account.finish().cost).toEqual({ kind: "known", usd: expect.closeTo(0.004, 9) });
  });

  it("of a side that was never asked is a known nothing", () => {
    expect(createAccount(prices).finish().cost).toEqual({ kind: "known", usd: 0 });
  });
});

describe("the remote model alone", () => {
  const document = {
    id: "doc-1",
    name: "a.pdf",
    mediaType: "application/pdf",
    paged: true,
    pages: [{ index: 0, text: "x".repeat(4_000) }],
  };
  const image = { id: "image-1", name: "a.png", mediaType: "image/png", data: new Uint8Array(3) };
  const task = { question: "x".repeat(40), documents: [document], images: [image], prices };

  it("would have read everything once and given the answer", () => {
    const remote = { provider: "openai", model: "big" };
    expect(estimateRemoteOnly({ ...task, answer: "x".repeat(80), remote })).toEqual({
      model: remote,
      promptTokens: 10 + 1_000 + 1_000,
      completionTokens: 20,
      cost: { kind: "known", usd: expect.closeTo((2_010 * 2 + 20 * 10) / M, 9) },
    });
  });

  it("has an unknown price where its model has one", () => {
    const remote = { provider: "openai", model: "unheard-of" };
    expect(estimateRemoteOnly({ ...task, answer: null, remote }).cost).toEqual({
      kind: "unknown",
      models: ["openai/unheard-of"],
    });
  });
});

describe("the price table that ships", () => {
  const path = join(import.meta.dirname, "../../../data/prices.json");
  const shipped = priceTableSchema.parse(JSON.parse(readFileSync(path, "utf8")));

  it("dates and sources every price, and knows each model once", () => {
    const names = shipped.models.map(({ provider, model }) => `${provider}/${model}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { asOf } of shipped.models) expect(asOf <= shipped.updated).toBe(true);
  });

  it.each([
    ["gpt-4o", 2.5, 10],
    ["gpt-4o-mini-2024-07-18", 0.15, 0.6],
    ["gpt-4o-2024-05-13", 5, 15],
  ])("prices openai/%s", (model, prompt, completion) => {
    const ref = { provider: "openai", model };
    expect(costOf(usage(M, 0), ref, { table: shipped })).toEqual({ kind: "known", usd: prompt });
    expect(costOf(usage(0, M), ref, { table: shipped })).toEqual({ kind: "known", usd: completion });
  });

  it("does not guess the price of a model by the look of its name", () => {
    const ref = { provider: "openai", model: "gpt-5-pro" };
    expect(costOf(usage(1, 1), ref, { table: shipped }).kind).toBe("unknown");
  });

  it.each([
    ["a negative price", { prompt: -1 }],
    ["a field that nobody knows", { completions: 3 }],
    ["a date that is none", { asOf: "soon" }],
    ["a star in the middle", { model: "gpt-*-mini" }],
  ])("of a user's own is refused with %s", (_, change) => {
    const models = [{ ...price("openai", "big", 1, 1), ...change }];
    expect(priceTableSchema.safeParse({ ...table, models }).success).toBe(false);
  });
});
