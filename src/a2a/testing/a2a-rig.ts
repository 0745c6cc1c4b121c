import { createHash } from "node:crypto";
import type { AgentCard } from "@a2a-js/sdk";
import type { ServerCallContext } from "@a2a-js/sdk/server";
import type { DocumentStore, JsonObject } from "#engine";
import { createCallContext } from "../call/call-context.ts";
import type { Principal } from "../call/principal.ts";
import { buildAgentCard, RUN_OPTIONS_EXTENSION } from "../card/build-agent-card.ts";
import type { RpcError } from "../errors/error-answers.ts";
import { toRpcError } from "../errors/error-answers.ts";
import type { A2AHandler } from "../handler/a2a-handler.ts";
import { createA2AHandler } from "../handler/create-a2a-handler.ts";
import type { A2AHandlerDeps } from "../handler/handler-deps.ts";
import { DEFAULT_MESSAGE_LIMITS } from "../send/limits.ts";
import type { OptionsReading } from "../send/prepare-submission.ts";
import { FakeEngine } from "./fake-engine.ts";

export const ADA: Principal = {
  owner: "ada",
  tenant: "default",
  scopes: new Set(["admin"]),
  keyId: "key-of-ada",
  tier: "default",
};
export const BOB: Principal = {
  owner: "bob",
  tenant: "default",
  scopes: new Set(["admin"]),
  keyId: "key-of-bob",
  tier: "default",
};

export class FakeDocuments implements DocumentStore {
  readonly held = new Map<string, Uint8Array>();

  async put(bytes: Uint8Array): Promise<string> {
    const hash = createHash("sha256").update(bytes).digest("hex");
    this.held.set(hash, bytes);
    return hash;
  }

  async get(hash: string): Promise<Uint8Array | undefined> {
    return this.held.get(hash);
  }
}

export interface Rig {
  readonly engine: FakeEngine;
  readonly documents: FakeDocuments;
  readonly handler: A2AHandler;
  readonly card: AgentCard;
  /** What went to the log. */
  readonly faults: unknown[];
  /** What a client is told of a failure. */
  failureOf(call: () => Promise<unknown>): Promise<RpcError>;
}

/** A handler over an engine in memory, with the options `skill_id` and `max_rounds`. */
export function createRig(overrides: Partial<A2AHandlerDeps> = {}): Rig {
  const engine = new FakeEngine();
  const documents = new FakeDocuments();
  const faults: unknown[] = [];
  const reportFault = (error: unknown) => `log-${faults.push(error)}`;
  const card = overrides.card ?? testCard();
  const handler = createA2AHandler({
    engine,
    documents,
    card,
    limits: DEFAULT_MESSAGE_LIMITS,
    readOptions,
    optionsExtension: RUN_OPTIONS_EXTENSION,
    reportFault,
    ...overrides,
  });
  return {
    engine,
    documents,
    handler,
    card,
    faults,
    async failureOf(call) {
      const nothing = Symbol("nothing");
      const failure = await call().then(
        () => nothing,
        (error: unknown) => error,
      );
      if (failure === nothing) throw new Error("Nothing failed.");
      return toRpcError(failure, reportFault);
    },
  };
}

export function testCard(capabilities = { streaming: true, extendedAgentCard: false }): AgentCard {
  return buildAgentCard({
    baseUrl: "http://localhost:8000",
    version: "1.2.3",
    optionsSchema: { type: "object" },
    securitySchemes: {},
    capabilities,
  });
}

export function callBy(
  principal: Principal = ADA,
  more: { readonly signal?: AbortSignal; readonly extensions?: string[]; readonly tenant?: string } = {},
): ServerCallContext {
  return createCallContext({
    principal,
    signal: () => more.signal ?? new AbortController().signal,
    protocolVersion: "1.0",
    ...(more.extensions === undefined ? {} : { requestedExtensions: more.extensions }),
    ...(more.tenant === undefined ? {} : { tenant: more.tenant }),
  });
}

function readOptions(options: JsonObject): OptionsReading {
  const { skill_id = "minion_query", max_rounds = 3, ...unknown } = options;
  const violations = Object.keys(unknown).map((field) => ({ field, description: "Unknown option." }));
  if (skill_id !== "minion_query" && skill_id !== "minions_query") {
    violations.push({ field: "skill_id", description: "Must be minion_query or minions_query." });
  }
  if (violations.length > 0) return { kind: "invalid", violations };
  const scope = skill_id === "minion_query" ? "minion:query" : "minions:query";
  return { kind: "ok", request: { skill_id, max_rounds }, timeoutMs: 300_000, scope };
}
