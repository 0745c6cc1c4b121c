import { describe, expect, it } from "vitest";
import { sendJson } from "../../src/a2a/testing/requests.ts";
import { KEYS, openHttpRig, V1 } from "./http-rig.ts";

const CONSOLE = "https://console.example.com";
const ROUTES = [
  "/.well-known/agent-card.json",
  "/health",
  "/metrics",
  "/livez",
  "/tasks",
  "/nowhere",
  "/%zz",
];

describe("every answer", () => {
  it.each(ROUTES)("tells browsers to treat it as data and to keep it nowhere: %s", async (url) => {
    await using rig = openHttpRig({ authenticator: KEYS });
    const { headers } = await rig.server.fastify.inject({ method: "GET", url });
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none';frame-ancestors 'none'",
      "referrer-policy": "no-referrer",
      "x-frame-options": "DENY",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": url.includes("card")
        ? expect.stringMatching(/^public/)
        : expect.stringMatching(/^no-store/),
    });
    expect(headers).not.toHaveProperty("strict-transport-security");
    expect(headers).not.toHaveProperty("server");
    expect(headers).not.toHaveProperty("x-powered-by");
    expect(headers).not.toHaveProperty("access-control-allow-origin");
  });

  it("by a proxy that speaks TLS binds browsers to it; said by anybody else, it does not", async () => {
    await using rig = openHttpRig({ network: { trustedProxies: ["10.0.0.1"] } });
    const ask = (remoteAddress: string) =>
      rig.server.fastify.inject({ url: "/livez", remoteAddress, headers: { "x-forwarded-proto": "https" } });
    expect((await ask("10.0.0.1")).headers["strict-transport-security"]).toBe("max-age=31536000");
    expect((await ask("10.0.0.2")).headers).not.toHaveProperty("strict-transport-security");
  });
});

describe("an address", () => {
  it.each(["/tasks", "/", "/nowhere", "/v1/tasks/1", "/livez"])(
    "that is too long is refused as that: %s",
    async (path) => {
      await using rig = openHttpRig();
      const url = `${path}?x=${"y".repeat(8_200)}`;
      const answer = await rig.server.fastify.inject({ method: path === "/" ? "POST" : "GET", url });
      expect(answer.statusCode).toBe(414);
      expect(answer.body).toContain("url-too-long");
    },
  );
});

describe("pages of other origins", () => {
  const preflight = (origin: string) => ({
    method: "OPTIONS" as const,
    url: "/message:send",
    headers: {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "x-api-key,a2a-version",
    },
  });

  it("may ask nothing where none is named", async () => {
    await using rig = openHttpRig();
    const asked = await rig.server.fastify.inject(preflight(CONSOLE));
    expect(asked.statusCode).toBe(404);
    const got = await rig.server.fastify.inject({ url: "/livez", headers: { origin: CONSOLE } });
    expect(got.headers).not.toHaveProperty("access-control-allow-origin");
  });

  it("that are named may ask, without a key for the question whether they may", async () => {
    await using rig = openHttpRig({ authenticator: KEYS, network: { corsOrigins: [CONSOLE] } });
    const asked = await rig.server.fastify.inject(preflight(CONSOLE));
    expect(asked.statusCode).toBe(204);
    expect(asked.headers).toMatchObject({
      "access-control-allow-origin": CONSOLE,
      "access-control-allow-methods": "GET, HEAD, POST, DELETE",
      "access-control-allow-headers": expect.stringMatching(/X-API-Key.*A2A-Version.*Last-Event-ID/),
      "access-control-max-age": "600",
    });
    expect(asked.headers).not.toHaveProperty("access-control-allow-credentials");
    const got = await rig.rest("GET", "/tasks", undefined, { origin: CONSOLE, "x-api-key": "ada-key" });
    expect(got.headers).toMatchObject({
      "access-control-allow-origin": CONSOLE,
      "access-control-expose-headers": expect.stringMatching(/X-Request-ID.*RateLimit/),
      vary: expect.stringContaining("Origin"),
    });
  });

  it("that are not named get no permission, and caches keep answers apart", async () => {
    await using rig = openHttpRig({ network: { corsOrigins: [CONSOLE, "https://other.example.com"] } });
    for (const origin of [
      "https://evil.example.com",
      `${CONSOLE}.evil.example.com`,
      "null",
      "http://console.example.com",
    ]) {
      const asked = await rig.server.fastify.inject(preflight(origin));
      expect(asked.headers).not.toHaveProperty("access-control-allow-origin");
      const card = await rig.server.fastify.inject({
        url: "/.well-known/agent-card.json",
        headers: { origin },
      });
      expect(card.headers).not.toHaveProperty("access-control-allow-origin");
      expect(card.headers["vary"]).toBe("Origin, A2A-Version");
    }
  });

  it("that are named may follow streams", async () => {
    await using rig = openHttpRig({ network: { corsOrigins: [CONSOLE] } });
    const address = await rig.server.listen({ host: "127.0.0.1", port: 0 });
    const answer = await fetch(`${address}/message:stream`, {
      method: "POST",
      headers: { ...V1, origin: CONSOLE, "content-type": "application/json" },
      body: JSON.stringify(sendJson()),
    });
    expect(answer.headers.get("content-type")).toMatch(/^text\/event-stream/);
    expect(answer.headers.get("access-control-allow-origin")).toBe(CONSOLE);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    await answer.body?.cancel();
  });

  it("are all of them where that is said", async () => {
    await using rig = openHttpRig({ network: { corsOrigins: ["*"] } });
    const asked = await rig.server.fastify.inject(preflight("https://anyone.example.com"));
    expect(asked.headers["access-control-allow-origin"]).toBe("*");
  });
});

describe("a body", () => {
  const doors = [
    "/",
    "/message:send",
    "/message:stream",
    "/tasks/1:cancel",
    "/v1/message:send",
    "/acme/message:send",
  ];
  const types = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "application/json-patch+json",
    "text/json",
    "application/xml",
    "text/plain; application/json",
    "application/json, text/plain",
    "*/*",
    "",
  ];
  it.each(doors)("of any other type than JSON is refused: %s", async (url) => {
    await using rig = openHttpRig();
    for (const type of types) {
      const answer = await rig.server.fastify.inject({
        method: "POST",
        url,
        headers: { ...V1, ...(type === "" ? {} : { "content-type": type }) },
        payload: Buffer.from(JSON.stringify(sendJson())),
      });
      expect([type, answer.body]).toEqual([
        type,
        expect.stringMatching(/media-type-unsupported|request-unreadable/),
      ]);
    }
    expect(rig.engine.listeners).toBe(0);
  });

  it.each([
    "application/json",
    "application/json; charset=utf-8",
    "APPLICATION/JSON",
    "application/a2a+json",
  ])("of JSON's own types is read: %s", async (type) => {
    await using rig = openHttpRig();
    const answer = await rig.server.fastify.inject({
      method: "POST",
      url: "/message:send",
      headers: { ...V1, "content-type": type },
      payload: "{}",
    });
    expect(answer.json().error.details[0].reason).toBe("INVALID_PARAMS");
  });
});
