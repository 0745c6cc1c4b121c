import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "#kernel";
import {
  createFailedLogins,
  createRequestLimits,
  createTierBook,
  openRateLimiters,
  type Tier,
} from "#limits";
import { type HttpRig, KEYS, openHttpRig, V1 } from "./http-rig.ts";

const JSON_TYPE = { "content-type": "application/json" };
const V03 = { ...JSON_TYPE, "a2a-version": "0.3" };

interface Call {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

const rpc = (method: string, headers: Record<string, string>): Call => ({
  method: "POST",
  path: "/",
  headers: { ...JSON_TYPE, ...headers },
  body: { jsonrpc: "2.0", id: 7, method, params: { id: "a" } },
});

/** Every door that wants credentials, and how a refusal looks there. */
const DOORS: readonly [string, Call, unknown][] = [
  ["JSON-RPC", rpc("GetTask", V1), { jsonrpc: "2.0", id: null, error: { code: -32059 } }],
  [
    "HTTP+JSON",
    { method: "GET", path: "/tasks/a", headers: V1 },
    {
      error: {
        code: 429,
        status: "RESOURCE_EXHAUSTED",
        details: [{ reason: "RATE_LIMITED" }, { retryDelay: "60s" }],
      },
    },
  ],
  [
    "a stream",
    { method: "POST", path: "/message:stream", headers: { ...JSON_TYPE, ...V1 }, body: {} },
    { error: { status: "RESOURCE_EXHAUSTED" } },
  ],
  ["JSON-RPC of 0.3", rpc("tasks/get", V03), { jsonrpc: "2.0", id: null, error: { code: -32059 } }],
  [
    "REST of 0.3",
    { method: "GET", path: "/v1/tasks/a", headers: V03 },
    { code: -32059, message: /Too many requests/ },
  ],
  ["JSON-RPC of the reference", rpc("tasks/get", {}), { jsonrpc: "2.0", id: null, error: { code: -32059 } }],
  [
    "the reference's card",
    { method: "GET", path: "/agent/authenticatedExtendedCard", headers: {} },
    { code: "rate-limited", status: 429 },
  ],
];

const OPEN_ROUTES = ["/livez", "/readyz", "/health", "/metrics", "/.well-known/agent-card.json"];

let rig: HttpRig;
let base = "";
afterEach(() => rig[Symbol.asyncDispose]());

async function serve(tier: Tier, attempts = 3): Promise<void> {
  const createLimiter = await openRateLimiters({ kind: "memory" });
  const tiers = createTierBook({ default: tier }, "default", () => undefined);
  rig = openHttpRig({
    authenticator: KEYS,
    requestLimits: createRequestLimits({ tiers, createLimiter }),
    failedLogins: createFailedLogins({ attempts, windowSeconds: 60, clock: systemClock, createLimiter }),
  });
  base = await rig.server.listen({ host: "127.0.0.1", port: 0 });
}

function send({ method, path, headers, body }: Call, key = "ada-key"): Promise<Response> {
  return fetch(base + path, {
    method,
    headers: { ...headers, "x-api-key": key },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Numbers of a `RateLimit` header with one policy. */
function numbers(header: string | null): { readonly r: number; readonly t: number } {
  const [, r, t] = /^"burst";r=(\d+);t=(\d+)$/.exec(header ?? "") ?? [];
  return { r: Number(r), t: Number(t) };
}

describe("the requests of a key", () => {
  it.each(DOORS)("are counted and told on %s", async (_, call) => {
    await serve({ key: { requestsPerMinute: 100 } });
    for (const left of [99, 98]) {
      const answer = await send(call);
      expect(answer.headers.get("ratelimit-policy")).toBe('"burst";q=100;w=60');
      expect(numbers(answer.headers.get("ratelimit"))).toMatchObject({ r: left });
      expect(answer.status).not.toBe(429);
      await answer.body?.cancel();
    }
  });

  it.each(DOORS)("are refused on %s in its own form, with when to come again", async (_, call, form) => {
    await serve({ key: { requestsPerMinute: 1 } });
    await (await send(call)).body?.cancel();
    const refused = await send(call);
    expect(refused.status).toBe(429);
    const { r, t } = numbers(refused.headers.get("ratelimit"));
    expect(r).toBe(0);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(t);
    const body: unknown = await refused.json();
    expect(body).toMatchObject(withMatchers(form) as object);
    expect((await send(call, "bob-key")).status).not.toBe(429);
  });

  it("are refused before their body is read", async () => {
    await serve({ key: { requestsPerMinute: 1 } });
    const call = { method: "POST" as const, path: "/message:send", headers: { ...JSON_TYPE, ...V1 } };
    await send(call);
    const answer = await fetch(`${base}/message:send`, {
      method: "POST",
      headers: { ...call.headers, "x-api-key": "ada-key" },
      body: "{ this is no JSON",
    });
    expect(answer.status).toBe(429);
  });

  it("do not count where nobody has to be known", async () => {
    await serve({ key: { requestsPerMinute: 1 } });
    for (const path of [...OPEN_ROUTES, ...OPEN_ROUTES]) {
      const answer = await send({ method: "GET", path, headers: {} });
      expect([path, answer.status]).toEqual([path, 200]);
      expect(answer.headers.get("ratelimit")).toBeNull();
    }
  });

  it("are answered by 503 where they cannot be counted, and by neither 200 nor 401", async () => {
    const createLimiter = () => ({ take: async () => Promise.reject(new Error("the store is gone")) });
    const tiers = createTierBook({ default: { key: { requestsPerMinute: 9 } } }, "default", () => undefined);
    rig = openHttpRig({
      authenticator: KEYS,
      requestLimits: createRequestLimits({ tiers, createLimiter }),
      failedLogins: createFailedLogins({ attempts: 3, windowSeconds: 60, clock: systemClock, createLimiter }),
    });
    base = await rig.server.listen({ host: "127.0.0.1", port: 0 });
    for (const [, call] of DOORS) {
      for (const key of ["ada-key", "wrong"]) {
        const answer = await send(call, key);
        expect([call.path, answer.status, answer.headers.get("retry-after")]).toEqual([call.path, 503, "5"]);
        expect(await answer.text()).not.toContain("the store is gone");
      }
    }
  });
});

describe("failed logins", () => {
  it("of an address are told to wait, while good credentials from there are taken", async () => {
    await serve({}, 3);
    const call: Call = { method: "GET", path: "/tasks", headers: V1 };
    for (let attempt = 0; attempt < 3; attempt += 1) expect((await send(call, "wrong")).status).toBe(401);
    const refused = await send(call, "wrong");
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(await refused.json()).toMatchObject({
      error: { details: [{ metadata: { code: "logins-limited" } }, {}] },
    });
    expect((await send(call)).status).toBe(200);
    expect((await fetch(`${base}/tasks`, { headers: V1 })).status).toBe(401);
  });
});

/** Turns patterns into matchers. */
function withMatchers(form: unknown): unknown {
  if (form instanceof RegExp) return expect.stringMatching(form);
  if (Array.isArray(form)) return form.map((item) => expect.objectContaining(item));
  if (typeof form !== "object" || form === null) return form;
  return Object.fromEntries(Object.entries(form).map(([key, value]) => [key, withMatchers(value)]));
}
