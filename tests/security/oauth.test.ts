import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSecuredServer, question, rpcCall, type SecuredServer } from "./secured-server.ts";

const SECRET = "a secret of thirty-two bytes or more";

let server: SecuredServer;
beforeAll(async () => {
  server = await openSecuredServer({ env: { A2A_JWT_SECRET: SECRET } });
});
afterAll(() => server[Symbol.asyncDispose]());

type Form = Readonly<Record<string, string>> | string;
type Told = Readonly<Record<string, unknown>>;

function basic(id: string, secret: string): Record<string, string> {
  const pair = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

async function post(path: string, form: Form, headers: Record<string, string> = {}, at = server) {
  const answer = await at.fetch(path, { method: "POST", headers, body: new URLSearchParams(form) });
  const text = await answer.text();
  return { answer, told: (text === "" ? {} : JSON.parse(text)) as Told, text };
}

const GRANT = { grant_type: "client_credentials" };

async function client(scopes = ["minion:query", "tasks:read"] as const, at = server) {
  const { client: made, secret } = await at.clients.register({
    name: "robot",
    owner: "ada",
    tenant: "acme",
    scopes,
  });
  return { id: made.id, secret, headers: basic(made.id, secret) };
}

async function tokenOf(headers: Record<string, string>, form: Form = GRANT, at = server): Promise<string> {
  const { told } = await post("/oauth/token", form, headers, at);
  return String(told["access_token"]);
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const list = async (token: string, at = server) =>
  (await at.fetch("/", rpcCall("ListTasks", {}, bearer(token)))).status;

describe("the token endpoint", () => {
  it.each(["Basic", "body"])(
    "gives a token for %s credentials that lets the client's owner in",
    async (way) => {
      const { id, secret, headers } = await client();
      const form = way === "Basic" ? GRANT : { ...GRANT, client_id: id, client_secret: secret };
      const { answer, told } = await post("/oauth/token", form, way === "Basic" ? headers : {});
      expect(answer.status).toBe(200);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        "cache-control": "no-store",
        pragma: "no-cache",
      });
      expect(told).toEqual({
        access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
        token_type: "Bearer",
        expires_in: 900,
        scope: "minion:query tasks:read",
      });
      const token = String(told["access_token"]);
      const sent = await server.fetch("/", rpcCall("SendMessage", question(`m-${way}`), bearer(token)));
      const { result } = (await sent.json()) as { result: { task: { id: string } } };
      const key = { "x-api-key": await server.key({ owner: "ada", tenant: "acme", scopes: ["tasks:read"] }) };
      const seen = await server.fetch("/", rpcCall("GetTask", { id: result.task.id }, key));
      expect(await seen.json()).toMatchObject({ result: { id: result.task.id } });
      expect(server.log()).not.toContain(token.slice(-20));
      expect(server.log()).not.toContain(secret);
    },
  );

  it("gives fewer scopes when it is asked to, and they are all that the token may do", async () => {
    const { headers } = await client();
    const token = await tokenOf(headers, { ...GRANT, scope: "tasks:read" });
    expect(await list(token)).toBe(200);
    const refused = await server.fetch("/", rpcCall("SendMessage", question("m-less"), bearer(token)));
    expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([
      403,
      'Bearer realm="a2a-minions", error="insufficient_scope", scope="minion:query"',
    ]);
  });

  it.each<[string, Form, number, string]>([
    ["a scope that the client has not", { ...GRANT, scope: "tasks:read admin" }, 400, "invalid_scope"],
    ["a scope that nobody has", { ...GRANT, scope: "tasks:everything" }, 400, "invalid_scope"],
    [
      "another grant",
      { grant_type: "password", username: "a", password: "b" },
      400,
      "unsupported_grant_type",
    ],
    ["no grant", {}, 400, "invalid_request"],
    ["an empty grant", { grant_type: "" }, 400, "invalid_request"],
    [
      "a parameter twice",
      "grant_type=client_credentials&grant_type=client_credentials",
      400,
      "invalid_request",
    ],
    ["another resource", { ...GRANT, resource: "https://other.example" }, 400, "invalid_target"],
  ])("refuses %s", async (_what, form, status, error) => {
    const { headers } = await client();
    const { answer, told } = await post("/oauth/token", form, headers);
    expect([answer.status, told["error"]]).toEqual([status, error]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("content-type")).toContain("application/json");
  });

  it("does not know who is calling without the right credentials, and says how to ask", async () => {
    const { id, secret } = await client();
    const wrong: readonly Record<string, string>[] = [
      {},
      basic(id, `${secret}x`),
      basic("a2ac-0000000000000000", secret),
      { authorization: "Basic !!" },
      { authorization: `Basic ${Buffer.from("no colon").toString("base64")}` },
      { authorization: `Basic ${Buffer.from("%zz:x").toString("base64")}` },
      bearer(secret),
    ];
    const bodies = new Set<string>();
    for (const headers of wrong) {
      const { answer, told, text } = await post("/oauth/token", GRANT, headers);
      expect([answer.status, told["error"]], JSON.stringify(headers)).toEqual([401, "invalid_client"]);
      expect(answer.headers.get("www-authenticate")).toMatch(/^Basic realm=/);
      bodies.add(text);
      expect(text).not.toContain(secret);
    }
    // Whether the client exists makes no difference: one text for all who named one, another for who named none.
    expect(bodies.size).toBe(2);
    expect((await post("/oauth/token", { ...GRANT, client_id: id }, {})).answer.status).toBe(401);
  });

  it("takes credentials in one way only", async () => {
    const { id, secret, headers } = await client();
    const both = await post("/oauth/token", { ...GRANT, client_id: id, client_secret: secret }, headers);
    expect([both.answer.status, both.told["error"]]).toEqual([400, "invalid_request"]);
    const named = await post("/oauth/token", { ...GRANT, client_id: id }, headers);
    expect(named.answer.status).toBe(200);
  });

  it("takes forms by POST, and nothing else", async () => {
    const { headers } = await client();
    for (const type of ["application/json", "text/plain", "multipart/form-data; boundary=x"]) {
      const answer = await server.fetch("/oauth/token", {
        method: "POST",
        headers: { ...headers, "content-type": type },
        body: JSON.stringify(GRANT),
      });
      expect([answer.status, ((await answer.json()) as Told)["error"]], type).toEqual([
        400,
        "invalid_request",
      ]);
    }
    const got = await server.fetch("/oauth/token");
    expect([got.status, got.headers.get("allow")]).toEqual([405, "POST"]);
    const huge = await post("/oauth/token", { ...GRANT, pad: "x".repeat(40_000) }, headers);
    expect([huge.answer.status, huge.told["error"]]).toEqual([413, "invalid_request"]);
  });
});

describe("a client", () => {
  it("that is revoked loses its tokens at once, remembered ones too", async () => {
    const { id, headers } = await client();
    const token = await tokenOf(headers);
    expect([await list(token), await list(token)]).toEqual([200, 200]);
    await server.clients.revoke(id);
    expect(await list(token)).toBe(401);
    expect((await post("/oauth/token", GRANT, headers)).told["error"]).toBe("invalid_client");
  });

  it("gets tokens by the secret before for the grace time, and not without one", async () => {
    const { id, headers } = await client();
    const gracious = await server.clients.rotate(id, 60_000);
    expect((await post("/oauth/token", GRANT, headers)).answer.status).toBe(200);
    expect((await post("/oauth/token", GRANT, basic(id, gracious.secret))).answer.status).toBe(200);
    const strict = await server.clients.rotate(id, 0);
    expect((await post("/oauth/token", GRANT, basic(id, gracious.secret))).answer.status).toBe(401);
    expect((await post("/oauth/token", GRANT, basic(id, strict.secret))).answer.status).toBe(200);
  });
});

describe("tokens that were given out", () => {
  it("are told about to the client that got them and to administrators, and to nobody else", async () => {
    const mine = await client();
    const other = await client();
    const token = await tokenOf(mine.headers);
    const told = async (headers: Record<string, string>) =>
      (await post("/oauth/introspect", { token }, headers)).told;
    const admin = { "x-api-key": await server.key({ owner: "boss", scopes: ["admin"] }) };
    for (const headers of [mine.headers, admin, bearer(String(admin["x-api-key"]))]) {
      expect(await told(headers)).toEqual({
        active: true,
        token_type: "Bearer",
        scope: "minion:query tasks:read",
        client_id: mine.id,
        sub: "ada",
        tenant: "acme",
        tier: "default",
        iss: server.url,
        aud: server.url,
        exp: expect.any(Number),
        jti: expect.any(String),
      });
    }
    expect(await told(other.headers)).toEqual({ active: false });
    const stranger = await post("/oauth/introspect", { token });
    expect([stranger.answer.status, stranger.told["error"]]).toEqual([401, "invalid_client"]);
    const reader = {
      "x-api-key": await server.key({ owner: "ada", tenant: "acme", scopes: ["tasks:read"] }),
    };
    const plain = await post("/oauth/introspect", { token }, reader);
    expect([plain.answer.status, plain.told["error"], plain.answer.headers.get("www-authenticate")]).toEqual([
      403,
      "insufficient_scope",
      'Bearer realm="a2a-minions", error="insufficient_scope", scope="admin"',
    ]);
    const wrong = await post("/oauth/introspect", { token }, { "x-api-key": "a2am_wrong" });
    expect([wrong.answer.status, wrong.told["error"]]).toEqual([401, "invalid_token"]);
    expect((await post("/oauth/introspect", { token: "nonsense" }, mine.headers)).told).toEqual({
      active: false,
    });
    expect((await post("/oauth/introspect", {}, mine.headers)).told["error"]).toBe("invalid_request");
  });

  it("can be taken back by their client and by administrators, and are worth nothing at once", async () => {
    const mine = await client();
    const other = await client();
    const [first, second] = [await tokenOf(mine.headers), await tokenOf(mine.headers)];
    expect([await list(first), await list(second)]).toEqual([200, 200]);
    const refused = await post("/oauth/revoke", { token: first }, other.headers);
    expect([refused.answer.status, refused.told["error"]]).toEqual([400, "unauthorized_client"]);
    expect(await list(first)).toBe(200);
    expect(
      (await post("/oauth/revoke", { token: first, token_type_hint: "x" }, mine.headers)).answer.status,
    ).toBe(200);
    expect([await list(first), await list(second)]).toEqual([401, 200]);
    expect((await post("/oauth/introspect", { token: first }, mine.headers)).told).toEqual({ active: false });
    const admin = bearer(await server.key({ owner: "boss", scopes: ["admin"] }));
    expect((await post("/oauth/revoke", { token: second }, admin)).answer.status).toBe(200);
    expect(await list(second)).toBe(401);
    for (const token of [first, "nonsense"]) {
      expect((await post("/oauth/revoke", { token }, mine.headers)).answer.status).toBe(200);
    }
  });
});

describe("what the server says of its tokens", () => {
  it("is where everything is, and no key where they are signed with a secret", async () => {
    const metadata = await (await server.fetch("/.well-known/oauth-authorization-server")).json();
    expect(metadata).toMatchObject({
      issuer: server.url,
      token_endpoint: `${server.url}/oauth/token`,
      grant_types_supported: ["client_credentials"],
      response_types_supported: [],
    });
    expect(await (await server.fetch("/oauth/jwks")).json()).toEqual({ keys: [] });
  });

  it("lets others check tokens under a key pair", async () => {
    const folder = await mkdtemp(join(tmpdir(), "a2a-minions-jwt-"));
    try {
      const file = join(folder, "key.pem");
      const { privateKey } = generateKeyPairSync("ed25519");
      await writeFile(file, privateKey.export({ type: "pkcs8", format: "pem" }));
      await using signed = await openSecuredServer({
        env: { A2A_JWT_KEYS: file, A2A_JWT_AUDIENCE: "minions" },
      });
      const { headers } = await client(["minion:query", "tasks:read"], signed);
      const token = await tokenOf(headers, { ...GRANT, resource: "minions" }, signed);
      const keys = createRemoteJWKSet(new URL(`${signed.url}/oauth/jwks`));
      const { payload } = await jwtVerify(token, keys, {
        issuer: signed.url,
        audience: "minions",
        typ: "at+jwt",
      });
      expect(payload).toMatchObject({ sub: "ada", tenant: "acme", scope: "minion:query tasks:read" });
      expect(await list(token, signed)).toBe(200);
      expect(await list(await tokenOf((await client()).headers), signed)).toBe(401);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("is nothing where no tokens can be signed", async () => {
    await using plain = await openSecuredServer();
    for (const [path, method] of [
      ["/oauth/token", "POST"],
      ["/oauth/introspect", "POST"],
      ["/oauth/revoke", "POST"],
      ["/oauth/jwks", "GET"],
      ["/.well-known/oauth-authorization-server", "GET"],
    ] as const) {
      expect((await plain.fetch(path, { method })).status, path).toBe(404);
    }
  });
});
