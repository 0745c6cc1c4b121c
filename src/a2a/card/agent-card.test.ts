import { generateKeyPairSync } from "node:crypto";
import { AgentCard, generateAgentCardSignature, verifyAgentCardSignature } from "@a2a-js/sdk";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { apiKeyScheme, bearerScheme, buildAgentCard, RUN_OPTIONS_EXTENSION } from "./build-agent-card.ts";
import { isCardFresh, serveAgentCard } from "./serve-agent-card.ts";
import { signAgentCard } from "./sign-agent-card.ts";

const SCHEMA = { type: "object", properties: { max_rounds: { type: "integer" } } };
const CARD = buildAgentCard({
  baseUrl: "https://minions.example.com/a2a/",
  version: "1.2.3",
  optionsSchema: SCHEMA,
  securitySchemes: { key: apiKeyScheme("X-API-Key", "A key."), token: bearerScheme("A token.", "JWT") },
  capabilities: { streaming: true, extendedAgentCard: false },
});
const STARTED = Date.UTC(2026, 0, 1, 12, 30, 15, 500);

describe("The agent card", () => {
  it("offers both bindings at their addresses, 1.0 before 0.3", () => {
    expect(
      CARD.supportedInterfaces.map((one) => `${one.protocolBinding} ${one.protocolVersion} ${one.url}`),
    ).toEqual([
      "JSONRPC 1.0 https://minions.example.com/a2a/",
      "HTTP+JSON 1.0 https://minions.example.com/a2a",
      "JSONRPC 0.3 https://minions.example.com/a2a/",
      "HTTP+JSON 0.3 https://minions.example.com/a2a",
    ]);
  });

  it("describes both skills with examples and the media types they take", () => {
    expect(CARD.skills.map(({ id }) => id)).toEqual(["minion_query", "minions_query"]);
    for (const skill of CARD.skills) {
      expect(skill.examples.length).toBeGreaterThan(1);
      expect(skill.inputModes).toContain("application/pdf");
      expect(skill.outputModes).toEqual(["text/plain", "application/json"]);
    }
  });

  it("announces what there is and nothing else", () => {
    expect(CARD.capabilities).toMatchObject({
      streaming: true,
      pushNotifications: false,
      extendedAgentCard: false,
    });
  });

  it("publishes the options as an extension with its schema", () => {
    expect(CARD.capabilities?.extensions).toMatchObject([
      { uri: RUN_OPTIONS_EXTENSION, required: false, params: { schema: SCHEMA } },
    ]);
  });

  it("asks for any one of its security schemes, and for none without any", () => {
    expect(CARD.securityRequirements).toEqual([
      { schemes: { key: { list: [] } } },
      { schemes: { token: { list: [] } } },
    ]);
    const open = buildAgentCard({
      baseUrl: "http://localhost:8000",
      version: "1",
      optionsSchema: {},
      securitySchemes: {},
      capabilities: { streaming: true, extendedAgentCard: false },
    });
    expect(open.securityRequirements).toEqual([]);
  });
});

describe("The served card", () => {
  const served = serveAgentCard(CARD, STARTED);

  it("is the JSON of the specification, without a trace of the SDK's own fields", () => {
    expect(served.body).not.toContain("$case");
    const json = JSON.parse(served.body);
    expect(json.securitySchemes).toEqual({
      key: { apiKeySecurityScheme: { description: "A key.", location: "header", name: "X-API-Key" } },
      token: { httpAuthSecurityScheme: { description: "A token.", scheme: "Bearer", bearerFormat: "JWT" } },
    });
    expect(AgentCard.fromJSON(json).skills).toEqual(CARD.skills);
  });

  it("can be cached", () => {
    expect(served.lastModified).toBe("Thu, 01 Jan 2026 12:30:15 GMT");
    expect(served.cacheControl).toBe("public, max-age=300");
    expect(served.etag).toMatch(/^"[\w-]{43}"$/);
    expect(serveAgentCard(CARD, STARTED + 5000).etag).toBe(served.etag);
    expect(serveAgentCard({ ...CARD, version: "1.2.4" }, STARTED).etag).not.toBe(served.etag);
  });

  it.each([
    ["the same tag", { ifNoneMatch: served.etag }, true],
    ["the same tag, weak, among others", { ifNoneMatch: `"x", W/${served.etag}` }, true],
    ["any tag", { ifNoneMatch: "*" }, true],
    ["another tag", { ifNoneMatch: '"x"' }, false],
    [
      "another tag, though a fitting time",
      { ifNoneMatch: '"x"', ifModifiedSince: served.lastModified },
      false,
    ],
    ["the same time", { ifModifiedSince: served.lastModified }, true],
    ["an earlier time", { ifModifiedSince: "Thu, 01 Jan 2026 12:30:14 GMT" }, false],
    ["a time that is none", { ifModifiedSince: "yesterday" }, false],
    ["nothing", {}, false],
  ])("to a client that has %s", (_what, headers, fresh) => {
    expect(isCardFresh(served, headers)).toBe(fresh);
  });
});

describe("The signed card", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const sign = generateAgentCardSignature(privateKey, { alg: "ES256", kid: "key-1", typ: "JOSE" });
  const verify = verifyAgentCardSignature(async () => publicKey);

  // The SDK's verifier writes its misgivings to the console.
  beforeEach(() => {
    vi.spyOn(console, "debug").mockReturnValue();
  });
  afterEach(() => vi.restoreAllMocks());

  it("verifies as it is served", async () => {
    const { body } = serveAgentCard(await signAgentCard(CARD, sign), STARTED);
    await expect(verify(JSON.parse(body))).resolves.toBeUndefined();
  });

  it("covers its security schemes", async () => {
    const json = JSON.parse(serveAgentCard(await signAgentCard(CARD, sign), STARTED).body);
    delete json.securitySchemes.key;
    await expect(verify(json)).rejects.toThrow();
  });
});
