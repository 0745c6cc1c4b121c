import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { createOidcVerifier, type OidcIssuer } from "./issuer-verifier.ts";

const NOON = Date.UTC(2026, 0, 2, 12);
const ISSUER = "https://id.example";

type Pair = {
  readonly jwk: JWK;
  readonly privateKey: Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];
};

async function pairOf(kid: string): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid } };
}

let first: Pair;
let second: Pair;
beforeAll(async () => {
  [first, second] = await Promise.all([pairOf("first"), pairOf("second")]);
});

const DISCOVERY = { issuer: ISSUER, jwks_uri: `${ISSUER}/keys` };

/** An issuer whose answers the test decides. */
function rig(settings: Partial<OidcIssuer> = {}) {
  const time = { now: NOON };
  const asked: string[] = [];
  const faults: unknown[] = [];
  const answers = new Map<string, () => Response>([
    [`${ISSUER}/.well-known/openid-configuration`, () => Response.json(DISCOVERY)],
    [`${ISSUER}/keys`, () => Response.json({ keys: [first.jwk] })],
  ]);
  const fetch = async (url: unknown) => {
    asked.push(String(url));
    const answer = answers.get(String(url));
    if (answer === undefined) throw new TypeError("fetch failed");
    return answer();
  };
  const issuer: OidcIssuer = {
    issuer: ISSUER,
    jwksUri: undefined,
    audience: ["a2a-minions"],
    algorithms: ["ES256"],
    accessTokensOnly: false,
    mapping: {
      alias: "corp",
      owner: "sub",
      ownerPrefix: "corp:",
      tenant: undefined,
      fallbackTenant: "default",
      tenants: undefined,
      tier: undefined,
      fallbackTier: "default",
      scopes: ["scope"],
      scopePrefix: undefined,
      scopeMap: {},
      grant: [],
      requiredClaims: {},
    },
    ...settings,
  };
  const clock = { now: () => time.now, monotonicMs: () => 0 };
  const deps = { fetch: fetch as typeof globalThis.fetch, clock, clockSkewSeconds: 30 };
  const verifier = createOidcVerifier(issuer, { ...deps, onFault: (error) => faults.push(error) });
  const kind = async (token: string): Promise<string> => (await verifier.verify(token)).kind;
  return { time, asked, faults, answers, verifier, kind };
}

function sign({ privateKey, jwk }: Pair, claims: object = {}, header: object = {}): Promise<string> {
  const now = NOON / 1_000;
  return new SignJWT({ iss: ISSUER, aud: "a2a-minions", sub: "ada", iat: now, exp: now + 7_200, ...claims })
    .setProtectedHeader({ alg: "ES256", kid: jwk.kid ?? "", ...header })
    .sign(privateKey);
}

describe("keys of an issuer", () => {
  it("are asked for once, also by many at a time", async () => {
    const { kind, asked } = rig();
    const token = await sign(first);
    expect(await Promise.all([kind(token), kind(token), kind(token)])).toEqual(Array(3).fill("verified"));
    await kind(token);
    expect(asked).toEqual([`${ISSUER}/.well-known/openid-configuration`, `${ISSUER}/keys`]);
  });

  it("are asked for again when a token names another, but not again and again", async () => {
    const { kind, asked, answers, time } = rig();
    expect(await kind(await sign(first))).toBe("verified");
    answers.set(`${ISSUER}/keys`, () => Response.json({ keys: [second.jwk] }));
    expect(await kind(await sign(second))).toBe("invalid");
    expect(asked).toHaveLength(2);
    time.now += 30_000;
    expect(await kind(await sign(second))).toBe("verified");
    expect(await kind(await sign(first))).toBe("invalid");
    expect(asked).toHaveLength(4);
  });

  it("that were taken back are worth nothing after ten minutes", async () => {
    const { kind, answers, time } = rig();
    const token = await sign(first);
    await kind(token);
    answers.set(`${ISSUER}/keys`, () => Response.json({ keys: [second.jwk] }));
    time.now += 600_001;
    expect(await kind(token)).toBe("invalid");
  });

  it("are trusted for an hour while the issuer does not answer, and then nobody can tell", async () => {
    const { verifier, kind, answers, asked, faults, time } = rig();
    const token = await sign(first);
    await kind(token);
    answers.clear();
    time.now += 600_001;
    expect(await kind(token)).toBe("verified");
    expect(await kind(token)).toBe("verified");
    expect([asked.length, faults.length]).toEqual([3, 1]);
    expect(await verifier.verify(await sign(second))).toEqual({ kind: "unavailable", retryAfterSeconds: 30 });
    time.now = NOON + 3_600_001;
    expect(await kind(token)).toBe("unavailable");
  });

  it("that never came make tokens unavailable, and are asked for again after the cool-down", async () => {
    const { verifier, kind, answers, asked, time } = rig({ jwksUri: `${ISSUER}/keys` });
    answers.clear();
    const token = await sign(first);
    expect(await verifier.verify(token)).toEqual({ kind: "unavailable", retryAfterSeconds: 30 });
    time.now += 10_000;
    expect(await verifier.verify(token)).toEqual({ kind: "unavailable", retryAfterSeconds: 20 });
    expect(asked).toHaveLength(1);
    answers.set(`${ISSUER}/keys`, () => Response.json({ keys: [first.jwk] }));
    time.now += 20_000;
    expect(await kind(token)).toBe("verified");
  });
});

describe("an issuer's documents", () => {
  it.each<[string, string, () => Response]>([
    [
      "of another issuer",
      "/.well-known/openid-configuration",
      () => Response.json({ ...DISCOVERY, issuer: "https://evil.example" }),
    ],
    [
      "with keys in the open",
      "/.well-known/openid-configuration",
      () => Response.json({ ...DISCOVERY, jwks_uri: "http://id.example/keys" }),
    ],
    [
      "with keys in a file",
      "/.well-known/openid-configuration",
      () => Response.json({ ...DISCOVERY, jwks_uri: "file:///etc/passwd" }),
    ],
    [
      "without an address of keys",
      "/.well-known/openid-configuration",
      () => Response.json({ issuer: ISSUER }),
    ],
    ["that are no JSON", "/keys", () => new Response("<html>")],
    ["that are no keys", "/keys", () => Response.json({ keys: "none" })],
    ["with another status", "/keys", () => Response.json({ keys: [first.jwk] }, { status: 203 })],
    ["that never end", "/keys", () => Response.json({ keys: [first.jwk], pad: "x".repeat(300_000) })],
  ])("%s are not believed", async (_what, path, answer) => {
    const { kind, answers, faults } = rig();
    answers.set(ISSUER + path, answer);
    expect(await kind(await sign(first))).toBe("unavailable");
    expect(faults).toHaveLength(1);
  });
});

describe("a token of an issuer", () => {
  it.each<[string, object, object, string]>([
    ["without a type", {}, {}, "verified"],
    ["that is called JWT", {}, { typ: "JWT" }, "verified"],
    ["that is called an access token", {}, { typ: "at+jwt" }, "verified"],
    ["that ends a session", {}, { typ: "logout+jwt" }, "invalid"],
    ["for others", { aud: "others" }, {}, "invalid"],
    ["of another issuer", { iss: "https://evil.example" }, {}, "invalid"],
    ["that ran out", { exp: NOON / 1_000 - 31 }, {}, "invalid"],
    ["that never runs out", { exp: undefined }, {}, "invalid"],
    ["that is not good yet", { nbf: NOON / 1_000 + 31 }, {}, "invalid"],
    ["of the future", { iat: NOON / 1_000 + 31 }, {}, "invalid"],
    ["of nobody", { sub: undefined }, {}, "invalid"],
    ["that is bound to a key of its holder's", { cnf: { jkt: "x" } }, {}, "invalid"],
  ])("%s", async (_what, claims, header, expected) => {
    expect(await rig().kind(await sign(first, claims, header))).toBe(expected);
  });

  it("of the right type alone is taken where that is asked for", async () => {
    const { kind } = rig({ accessTokensOnly: true });
    expect([await kind(await sign(first)), await kind(await sign(first, {}, { typ: "at+jwt" }))]).toEqual([
      "invalid",
      "verified",
    ]);
  });

  it("is checked by an algorithm of the list alone", async () => {
    expect(await rig({ algorithms: ["RS256", "EdDSA"] }).kind(await sign(first))).toBe("invalid");
  });

  it("is not believed with a key that it brings along", async () => {
    const { kind } = rig();
    const forged = await sign({ ...second, jwk: { kid: "first" } }, {}, { jwk: second.jwk });
    expect(await kind(forged)).toBe("invalid");
  });
});
