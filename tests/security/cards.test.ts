import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSecuredServer, rpcCall, type SecuredServer } from "./secured-server.ts";

const ISSUER = "https://id.example.com/realms/corp";
const V03 = { "a2a-version": "0.3" };

let server: SecuredServer;
beforeAll(async () => {
  server = await openSecuredServer({
    env: { A2A_JWT_SECRET: "a secret of thirty-two bytes or more", OPENAI_API_KEY: "sk-canary" },
    file: {
      auth: { issuers: { corp: { issuer: ISSUER, audience: "a2a-minions" } } },
      limits: { tiers: { gold: { key: { requestsPerMinute: 600 } } } },
      egress: { tenants: { acme: { remote: "off", allowClientModels: false } } },
      run: { max_rounds: 4 },
    },
  });
});
afterAll(() => server[Symbol.asyncDispose]());

type Card = Readonly<Record<string, unknown>> & {
  readonly capabilities: {
    readonly extensions: readonly { readonly uri: string; readonly params: object }[];
  };
  readonly skills: readonly { readonly id: string }[];
};

async function json(path: string, init?: RequestInit): Promise<unknown> {
  const answer = await server.fetch(path, init);
  expect(answer.status, path).toBe(200);
  return answer.json();
}

describe("the public card", () => {
  it("names every way in that is set up, and none that is not", async () => {
    const card = (await json("/.well-known/agent-card.json")) as Card;
    expect(card["securitySchemes"]).toEqual({
      apiKey: {
        apiKeySecurityScheme: { name: "X-API-Key", location: "header", description: expect.any(String) },
      },
      bearer: {
        httpAuthSecurityScheme: { scheme: "Bearer", description: expect.stringContaining("access token") },
      },
      oauth2: {
        oauth2SecurityScheme: {
          description: expect.any(String),
          oauth2MetadataUrl: `${server.url}/.well-known/oauth-authorization-server`,
          flows: {
            clientCredentials: {
              tokenUrl: `${server.url}/oauth/token`,
              scopes: expect.objectContaining({
                "minion:query": expect.any(String),
                admin: expect.any(String),
              }),
            },
          },
        },
      },
      "oidc-corp": {
        openIdConnectSecurityScheme: {
          description: expect.any(String),
          openIdConnectUrl: `${ISSUER}/.well-known/openid-configuration`,
        },
      },
    });
    expect(card["securityRequirements"]).toEqual(
      ["apiKey", "bearer", "oauth2", "oidc-corp"].map((name) => ({ schemes: { [name]: {} } })),
    );
    expect(card.capabilities).toMatchObject({ extendedAgentCard: true });
    await using plain = await openSecuredServer();
    const other = (await (await plain.fetch("/.well-known/agent-card.json")).json()) as Card;
    expect(Object.keys(other["securitySchemes"] as object)).toEqual(["apiKey", "bearer"]);
  });

  it("says the same in the words of 0.3", async () => {
    for (const path of ["/.well-known/agent-card.json", "/.well-known/agent.json"]) {
      expect(await json(path, { headers: V03 })).toMatchObject({
        supportsAuthenticatedExtendedCard: true,
        securitySchemes: {
          apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
          bearer: { type: "http", scheme: "Bearer" },
          oauth2: {
            type: "oauth2",
            flows: {
              clientCredentials: {
                tokenUrl: `${server.url}/oauth/token`,
                scopes: { admin: expect.any(String) },
              },
            },
          },
          "oidc-corp": {
            type: "openIdConnect",
            openIdConnectUrl: `${ISSUER}/.well-known/openid-configuration`,
          },
        },
        security: [{ apiKey: [] }, { bearer: [] }, { oauth2: [] }, { "oidc-corp": [] }],
      });
    }
  });

  it("needs no way in where everybody may ask, and has no card for those who are known", async () => {
    await using open = await openSecuredServer({ flags: { auth: false } });
    const card = (await (await open.fetch("/.well-known/agent-card.json")).json()) as Card;
    expect([card["securitySchemes"], card["securityRequirements"]]).toEqual([undefined, undefined]);
    const asked = await open.fetch("/extendedAgentCard", { headers: { "a2a-version": "1.0" } });
    expect([asked.status, JSON.stringify(await asked.json())]).toEqual([
      400,
      expect.stringContaining("UNSUPPORTED_OPERATION"),
    ]);
  });
});

describe("the extended card", () => {
  /** Every way to ask for it, and where it stands in the answer. */
  const WAYS: readonly (readonly [string, string, RequestInit, (body: never) => unknown])[] = [
    ["JSON-RPC", "/", rpcCall("GetExtendedAgentCard", {}, {}), (body: { result: unknown }) => body.result],
    ["HTTP+JSON", "/extendedAgentCard", { headers: { "a2a-version": "1.0" } }, (body) => body],
    [
      "HTTP+JSON under a tenant",
      "/acme/extendedAgentCard",
      { headers: { "a2a-version": "1.0" } },
      (body) => body,
    ],
    [
      "JSON-RPC of 0.3",
      "/",
      rpcCall("agent/getAuthenticatedExtendedCard", {}, V03),
      (body: { result: unknown }) => body.result,
    ],
    ["REST of 0.3", "/v1/card", { headers: V03 }, (body) => body],
    ["the reference", "/agent/authenticatedExtendedCard", {}, (body) => body],
  ];

  it.each(WAYS)("by %s holds what is the caller's", async (_way, path, init, cardIn) => {
    const key = await server.key({
      owner: "ada",
      tenant: "acme",
      tier: "gold",
      scopes: ["minion:query", "tasks:read"],
    });
    const headers = { ...Object.fromEntries(new Headers(init.headers)), "x-api-key": key };
    const card = cardIn((await json(path, { ...init, headers })) as never) as Card;
    expect(card.skills.map(({ id }) => id)).toEqual(["minion_query"]);
    const told = card.capabilities.extensions.find(({ uri }) => uri.includes("/caller/"))?.params;
    expect(told).toMatchObject({
      owner: "ada",
      tenant: "acme",
      scopes: ["minion:query", "tasks:read"],
      limits: { tier: "gold", key: { requestsPerMinute: 600 } },
      models: { local: "embedded/extractive", remote: "embedded/extractive" },
      defaults: expect.objectContaining({ max_rounds: 4, skill_id: "minion_query" }),
      providers: expect.arrayContaining(["ollama", "openai"]),
      clientsMayNameModels: false,
      remote: "off",
    });
    expect(JSON.stringify(card)).not.toContain("canary");
    expect(JSON.stringify(told)).not.toContain("anthropic");
  });

  it.each(WAYS)("by %s is not for strangers", async (_way, path, init) => {
    const answer = await server.fetch(path, init);
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([
      401,
      'Bearer realm="a2a-minions"',
    ]);
  });
});
