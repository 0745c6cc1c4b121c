import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KEYS, openHttpRig } from "../http/http-rig.ts";
import { openSecuredServer, rpcCall, type SecuredServer } from "./secured-server.ts";

/** All that a stranger is told, with what is in it. */
const OPEN: Readonly<Record<string, RegExp>> = {
  "GET /livez": /^ok\n$/,
  "HEAD /livez": /^$/,
  "GET /readyz": /^ok\n$/,
  "HEAD /readyz": /^$/,
  "GET /health": /^\{"status":"healthy","service":"a2a-minions","timestamp":"[^"]+"\}$/,
  "HEAD /health": /^$/,
  "GET /.well-known/agent-card.json": /"name":"A2A Minions"/,
  "HEAD /.well-known/agent-card.json": /^$/,
  "GET /.well-known/agent.json": /"name":"A2A Minions"/,
};

/** Only there where tokens can be signed. */
const OAUTH: readonly (readonly [method: string, path: string, status: number])[] = [
  ["GET", "/.well-known/oauth-authorization-server", 200],
  ["GET", "/oauth/jwks", 200],
  ["POST", "/oauth/token", 400],
  ["POST", "/oauth/introspect", 400],
  ["POST", "/oauth/revoke", 400],
];

/** Every route of the server, from the router's own list. */
async function allRoutes(): Promise<readonly (readonly [method: string, path: string])[]> {
  await using rig = openHttpRig({ authenticator: KEYS });
  await rig.server.fastify.ready();
  const above: string[] = [];
  return rig.server.fastify
    .printRoutes({ commonPrefix: false })
    .split("\n")
    .flatMap((line) => {
      const [, indent = "", segment = "", methods = ""] = /^(.*)── (\S+) \((.*)\)/.exec(line) ?? [];
      if (segment === "") return [];
      const depth = Math.floor(indent.length / 4);
      above.length = depth;
      above[depth] = segment.split("|")[0] ?? "";
      const path = above.join("").replace(/:(?:id|taskId|task|config|tenant)\b/g, "x");
      return methods.split(", ").map((method) => [method, path] as const);
    });
}

describe("a stranger with the address of the server", () => {
  let server: SecuredServer;
  beforeAll(async () => {
    server = await openSecuredServer({
      env: { A2A_JWT_SECRET: "a secret of thirty-two bytes or more" },
      flags: { monitoring: "closed" },
    });
    await server.key({ owner: "canary", scopes: ["admin"] });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it("learns the public card and whether the server is well, and nothing else by any route", async () => {
    const routes = await allRoutes();
    expect(routes.length).toBeGreaterThan(60);
    const seen: string[] = [];
    for (const [method, path] of routes) {
      const name = `${method} ${path}`;
      for (const version of ["1.0", "0.3"]) {
        const answer = await server.fetch(path, { method, headers: { "a2a-version": version } });
        const body = await answer.text();
        const open = OPEN[name];
        if (open !== undefined) {
          seen.push(name);
          expect([answer.status, body], name).toEqual([200, expect.stringMatching(open)]);
          continue;
        }
        expect([answer.status, answer.headers.get("www-authenticate")], name).toEqual([
          401,
          'Bearer realm="a2a-minions"',
        ]);
        expect(body, name).not.toMatch(/canary|queue|embedded/);
      }
    }
    expect(new Set(seen)).toEqual(new Set(Object.keys(OPEN)));
  });

  it("gets no more by asking for details", async () => {
    expect(await (await server.fetch("/readyz?verbose")).text()).toBe("ok\n");
  });

  it.each(OAUTH)("is answered by %s %s with %d", async (method, path, status) => {
    const answer = await server.fetch(path, { method });
    expect(answer.status).toBe(status);
    expect(await answer.text()).not.toMatch(/canary|queue|embedded/);
  });

  it("is refused in the form of the protocol, whatever the dialect", async () => {
    const rpc = await server.fetch("/", rpcCall("GetTask", { id: "x" }, {}));
    expect(await rpc.json()).toMatchObject({
      jsonrpc: "2.0",
      error: { code: -32053, data: expect.any(Array) },
    });
    const rest = await server.fetch("/tasks/x", { headers: { "a2a-version": "1.0" } });
    expect(await rest.json()).toMatchObject({
      error: { code: 401, status: "UNAUTHENTICATED", details: expect.any(Array) },
    });
    const legacy = await server.fetch("/", rpcCall("tasks/get", { id: "x" }, { "a2a-version": "0.3" }));
    expect([legacy.status, await legacy.json()]).toEqual([401, expect.objectContaining({ jsonrpc: "2.0" })]);
  });
});

describe("whoever watches the server", () => {
  it("sees metrics and details with the scope for it, and not without", async () => {
    await using server = await openSecuredServer({ flags: { monitoring: "closed" } });
    const watcher = { "x-api-key": await server.key({ owner: "prometheus", scopes: ["metrics:read"] }) };
    const client = { authorization: `Bearer ${await server.key({ owner: "ada", scopes: ["tasks:read"] })}` };
    const scraped = await server.fetch("/metrics", { headers: watcher });
    expect([scraped.status, await scraped.text()]).toEqual([
      200,
      expect.stringContaining("a2a_minions_requests_total"),
    ]);
    expect(await (await server.fetch("/health", { headers: watcher })).json()).toMatchObject({
      tasks_count: 0,
      components: { store: { state: "ok" } },
    });
    expect(await (await server.fetch("/readyz?verbose", { headers: watcher })).text()).toContain(
      "[ok] store",
    );
    const refused = await server.fetch("/metrics", { headers: client });
    expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([
      403,
      'Bearer realm="a2a-minions", error="insufficient_scope", scope="metrics:read"',
    ]);
    expect(await (await server.fetch("/health", { headers: client })).json()).not.toHaveProperty(
      "components",
    );
    const wrong = await server.fetch("/health", { headers: { "x-api-key": "a2am_wrong" } });
    expect([wrong.status, await wrong.json()]).toEqual([
      200,
      expect.not.objectContaining({ components: {} }),
    ]);
    expect((await server.fetch("/tasks", { headers: { ...watcher, "a2a-version": "1.0" } })).status).toBe(
      403,
    );
  });

  it.each<[string, Record<string, string | boolean>, number]>([
    ["on this machine alone needs none", {}, 200],
    ["behind a proxy does", { "base-url": "https://minions.example" }, 401],
    ["behind a proxy that is named does", { "trusted-proxies": "127.0.0.1" }, 401],
    ["of every network does", { host: "0.0.0.0" }, 401],
    ["where it was opened needs none", { host: "0.0.0.0", monitoring: "open" }, 200],
    ["where nobody is asked for a key needs none", { auth: false }, 200],
  ])("%s", async (_what, flags, status) => {
    await using server = await openSecuredServer({ flags });
    expect((await server.fetch("/metrics")).status).toBe(status);
  });
});
