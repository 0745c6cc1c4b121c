import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadConfig } from "#config";
import { costOf } from "#minions";
import { loadPrices } from "./price-book.ts";

const MILLION = { promptTokens: 1_000_000, completionTokens: 0, cachedTokens: 0, estimated: false };

async function pricesOf(content: unknown, env: Readonly<Record<string, string>> = {}) {
  const path = await mkdtemp(join(tmpdir(), "a2a-minions-prices-"));
  try {
    await writeFile(join(path, "prices.json"), JSON.stringify(content));
    const flags = { prices: join(path, "prices.json") };
    const missing = Object.assign(new Error("none"), { code: "ENOENT" });
    const readText = () => Promise.reject(missing);
    return await loadPrices(await loadConfig({ env, flags, workingDirectory: "/", readText }));
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

function table(...models: object[]) {
  const source = { source: "https://example.com/prices", asOf: "2026-11-01" };
  return {
    updated: "2026-11-01",
    currency: "USD",
    unit: "per 1M tokens",
    models: models.map((model) => ({ ...source, ...model })),
  };
}

const MINE = { provider: "openai", model: "gpt-4o*", prompt: 7, completion: 9 };

describe("prices", () => {
  it("are the user's own where both tables know a model, and the packaged ones elsewhere", async () => {
    const prices = await pricesOf(table(MINE));
    expect(costOf(MILLION, { provider: "openai", model: "gpt-4o" }, prices)).toEqual({
      kind: "known",
      usd: 7,
    });
    const other = costOf(MILLION, { provider: "openai", model: "gpt-4.1" }, prices);
    expect(other).toEqual({ kind: "known", usd: 2 });
  });

  it("are nothing for an unpriced model that this machine serves, and unknown elsewhere", async () => {
    const ref = { provider: "openai-compatible", model: "mine" };
    const here = await pricesOf(table(), { OPENAI_COMPATIBLE_BASE_URL: "http://localhost:9000/v1" });
    expect(costOf(MILLION, ref, here)).toEqual({ kind: "known", usd: 0 });
    const away = await pricesOf(table(), { OPENAI_COMPATIBLE_BASE_URL: "https://models.example.com/v1" });
    expect(costOf(MILLION, ref, away)).toEqual({ kind: "unknown", models: ["openai-compatible/mine"] });
  });

  it.each([
    ["this machine", "http://127.0.0.1:8000/v1", { kind: "known", usd: 0 }],
    ["the private network", "http://192.168.7.20:8000/v1", { kind: "known", usd: 0 }],
    ["a host by its short name", "http://gpu-box:8000/v1", { kind: "known", usd: 0 }],
    ["somebody else's machine", "https://vllm.example.com/v1", { kind: "unknown", models: ["vllm/mine"] }],
  ])("go by where a self-hosted model really runs: %s", async (_name, address, expected) => {
    const prices = await pricesOf(table(), { VLLM_BASE_URL: address });
    expect(costOf(MILLION, { provider: "vllm", model: "mine" }, prices)).toEqual(expected);
  });

  it.each([
    ["no table at all", []],
    ["a negative price", table({ ...MINE, prompt: -1 })],
  ])("refuse %s", async (_name, content) => {
    await expect(pricesOf(content)).rejects.toMatchObject({ code: "price-table-invalid" });
  });
});
