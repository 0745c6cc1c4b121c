import { describe, expect, it } from "vitest";
import { openRealIssuer } from "./real-issuer.ts";
import { openSecuredServer, question, rpcCall } from "./secured-server.ts";

function configured(issuer: string, more: object = {}) {
  return { file: { auth: { issuers: { corp: { issuer, audience: "a2a-minions", ...more } } } } };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe("tokens of a real OpenID Connect issuer", () => {
  it("let in, with the scopes that they name, and are another owner than the key of the same name", async () => {
    await using issuer = await openRealIssuer();
    await using server = await openSecuredServer(configured(issuer.issuer));
    const token = await issuer.token();
    const sent = await server.fetch("/", rpcCall("SendMessage", question("m1"), bearer(token)));
    const { result } = (await sent.json()) as { result: { task: { id: string } } };
    const { id } = result.task;
    const ask = (headers: Record<string, string>) => server.fetch("/", rpcCall("GetTask", { id }, headers));
    expect((await (await ask(bearer(token))).json()) as object).toMatchObject({ result: { id } });
    const namesake = { "x-api-key": await server.key({ owner: "robot", scopes: ["tasks:read"] }) };
    expect((await (await ask(namesake)).json()) as object).toMatchObject({ error: { code: -32001 } });
    const same = { "x-api-key": await server.key({ owner: "corp:robot", scopes: ["tasks:read"] }) };
    expect((await (await ask(same)).json()) as object).toMatchObject({ result: { id } });
    const refused = await server.fetch("/", rpcCall("CancelTask", { id }, bearer(token)));
    expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([
      403,
      'Bearer realm="a2a-minions", error="insufficient_scope", scope="tasks:write"',
    ]);
    expect(issuer.keyRequests()).toBe(1);
    expect(server.log()).toContain('"owner":"corp:robot"');
    expect(server.log()).not.toContain(token.slice(-20));
  });

  it("hold on under a new key of the issuer's without a restart", async () => {
    await using issuer = await openRealIssuer();
    await issuer.rotate();
    await using server = await openSecuredServer(configured(issuer.issuer));
    const before = await issuer.token();
    await issuer.rotate();
    const after = await issuer.token();
    const list = async (token: string) =>
      (await server.fetch("/", rpcCall("ListTasks", {}, bearer(token)))).status;
    // The first look at the keys comes after the change: the token of before is of a key that is gone.
    expect(await list(after)).toBe(200);
    expect(await list(before)).toBe(401);
    // Another change within the cool-down costs the issuer nothing, and the tokens of the new key wait.
    await issuer.rotate();
    expect(await list(await issuer.token())).toBe(401);
    expect(issuer.keyRequests()).toBe(1);
  });

  it("that the issuer signed cannot be checked while nobody can be asked for its keys: 503, not 401", async () => {
    await using issuer = await openRealIssuer();
    const token = await issuer.token();
    await issuer.fallSilent();
    await using server = await openSecuredServer(configured(issuer.issuer));
    const answer = await server.fetch("/", rpcCall("ListTasks", {}, bearer(token)));
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await answer.text()).toContain("authentication-unavailable");
    const key = { "x-api-key": await server.key({ owner: "ada", scopes: ["tasks:read"] }) };
    expect((await server.fetch("/", rpcCall("ListTasks", {}, key))).status).toBe(200);
    expect(server.log()).toContain("keys of an issuer cannot be had");
  });

  it("are worth nothing for another audience, of another issuer, or outside the allowed tenants", async () => {
    await using issuer = await openRealIssuer();
    const token = await issuer.token();
    for (const more of [
      { audience: "others" },
      { algorithms: ["RS256"] },
      { tenants: ["acme"] },
      { accessTokensOnly: true, claims: { owner: "nowhere" } },
    ]) {
      await using server = await openSecuredServer(configured(issuer.issuer, more));
      const answer = await server.fetch("/", rpcCall("ListTasks", {}, bearer(token)));
      expect([answer.status, answer.headers.get("www-authenticate")], JSON.stringify(more)).toEqual([
        401,
        'Bearer realm="a2a-minions", error="invalid_token"',
      ]);
    }
    await using stranger = await openSecuredServer(configured("http://127.0.0.1:1"));
    expect((await stranger.fetch("/", rpcCall("ListTasks", {}, bearer(token)))).status).toBe(401);
  });
});
