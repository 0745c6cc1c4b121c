import type { LightMyRequestResponse } from "fastify";
import { serveAgentCard } from "#a2a";
import { type Authenticator, createOpenAuthenticator, type Scope } from "#auth";
import { createEarlierClients } from "#dialects";
import {
  createHealth,
  createHttpServer,
  createMetrics,
  type HttpServer,
  type HttpServerDeps,
  type Metrics,
} from "#http";
import { systemClock } from "#kernel";
import { createRig, type Rig, testCard } from "../../src/a2a/testing/a2a-rig.ts";

export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string };

/** A server over an engine in memory whose runs are told by the test. */
export interface HttpRig extends AsyncDisposable, Pick<Rig, "engine" | "faults"> {
  readonly server: HttpServer;
  readonly metrics: Metrics;
  readonly log: LogLine[];
  /** What the store answers to a ping: resolves by default. */
  ping: () => Promise<void>;
  rpc(method: unknown, params?: unknown, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  rest(
    method: "GET" | "POST" | "DELETE" | "PUT",
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>;
}

export const V1 = { "a2a-version": "1.0" };

/** Knows the keys "ada-key" (may do everything), "bob-key" (likewise) and "reader-key" (may only read tasks of ada). */
export const KEYS: Authenticator = {
  async authenticate(headers) {
    const key = headers["x-api-key"] ?? String(headers["authorization"] ?? "").replace(/^Bearer /, "");
    if (key === "") return { kind: "none" };
    const scopes = (key === "reader-key" ? ["tasks:read"] : ["admin"]) satisfies Scope[];
    const owner = key === "bob-key" ? "bob" : "ada";
    if (key !== "ada-key" && key !== "bob-key" && key !== "reader-key") return { kind: "invalid" };
    return {
      kind: "principal",
      owner,
      tenant: "default",
      scopes: new Set(scopes),
      keyId: `id-of-${key}`,
      tier: "default",
    };
  },
};

export function openHttpRig(overrides: Partial<HttpServerDeps> = {}): HttpRig {
  const { engine, faults, handler } = createRig();
  const log: LogLine[] = [];
  let ids = 0;
  const newId = () => `id-${++ids}`;
  const write = (fields: object, msg?: string) => void log.push({ ...fields, msg: msg ?? "" });
  const metrics = createMetrics({
    version: "1.2.3",
    skills: ["minion_query", "minions_query"],
    providers: ["openai"],
    models: ["gpt-4o"],
  });
  const rig = { ping: async () => undefined };
  const reportFault = (error: unknown) => `log-${faults.push(error)}`;
  const findMessage = async () => undefined;
  const server = createHttpServer({
    handler,
    card: () => CARD,
    authenticator: createOpenAuthenticator(),
    metrics,
    health: createHealth({
      ping: () => rig.ping(),
      countByState: async () => ({ working: 2, completed: 5 }),
      others: () => [{ name: "openai", state: "degraded", required: false, message: "Slow." }],
      pingMs: 50,
    }),
    log: { error: write, warn: write, info: write, debug: write } as HttpServerDeps["log"],
    clock: systemClock,
    newId,
    earlier: createEarlierClients({ handler, findMessage, newId, reportFault }),
    ...overrides,
  });
  return Object.assign(rig, {
    engine,
    faults,
    server,
    metrics,
    log,
    rpc: (method: unknown, params?: unknown, headers: Record<string, string> = {}) =>
      server.fastify.inject({
        method: "POST",
        url: "/",
        headers: { "content-type": "application/json", ...V1, ...headers },
        payload: JSON.stringify({ jsonrpc: "2.0", id: 7, method, params }),
      }),
    rest: (
      method: "GET" | "POST" | "DELETE" | "PUT",
      url: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ) =>
      server.fastify.inject({
        method,
        url,
        headers: { "content-type": "application/json", ...V1, ...headers },
        ...(body === undefined ? {} : { payload: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    async [Symbol.asyncDispose]() {
      await server.close();
      metrics[Symbol.dispose]();
    },
  });
}

const CARD = serveAgentCard(testCard(), Date.UTC(2026, 0, 2));
