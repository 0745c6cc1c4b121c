import type { Agent, RequestInit } from "undici";
import { ModelTimedOutError } from "../errors/index.ts";
import { TimeLimit } from "./time-limit.ts";

const KEEP_ALIVE_MS = 30_000;
const MAX_RESPONSE_BYTES = 64 * 1024 * 1024;

export interface PoolLimits {
  /** For errors. */
  readonly provider: string;
  readonly maxConnections: number;
  readonly connectMs: number;
  readonly firstByteMs: number;
}

/**
 * Connections to one provider, kept alive and limited in number. Nothing is loaded or opened before the first request, so
 * that a run without HTTP pays nothing.
 */
export class ConnectionPool implements AsyncDisposable {
  readonly #limits: PoolLimits;
  #opening: Promise<{ agent: Agent; fetch: typeof import("undici").fetch }> | undefined;

  constructor(limits: PoolLimits) {
    this.#limits = limits;
  }

  /** Follows no redirect, so that keys stay with their provider. @throws ModelTimedOutError of the first byte */
  readonly fetch = (async (input: string | URL, init?: RequestInit): Promise<unknown> => {
    const { provider, firstByteMs } = this.#limits;
    this.#opening ??= openAgent(this.#limits);
    const { agent, fetch } = await this.#opening;
    using limit = new TimeLimit(new ModelTimedOutError(provider, "first-byte", firstByteMs), firstByteMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, limit.signal]) : limit.signal;
    return await fetch(input, { ...init, dispatcher: agent, redirect: "manual", signal });
    // undici's own fetch is the one that takes an undici Agent; its types differ from the global ones in name only.
  }) as unknown as typeof globalThis.fetch;

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#opening)?.agent.destroy();
  }
}

async function openAgent(
  limits: PoolLimits,
): Promise<{ agent: Agent; fetch: typeof import("undici").fetch }> {
  const { Agent, fetch } = await import("undici");
  const agent = new Agent({
    connections: limits.maxConnections,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: { timeout: limits.connectMs },
    headersTimeout: 0, // Ours above, with an error that names the limit.
    bodyTimeout: 0,
    maxResponseSize: MAX_RESPONSE_BYTES,
  });
  return { agent, fetch };
}
