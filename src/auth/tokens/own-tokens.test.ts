import { createSecretKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { type JWTHeaderParameters, SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, it } from "vitest";
import { TokenKeyError } from "../errors.ts";
import { createOwnTokenVerifier, type OwnTokenSettings, signToken } from "./own-tokens.ts";
import { type KeyText, readTokenKeys, type TokenKeys } from "./token-keys.ts";

const NOW = Date.UTC(2026, 0, 2);
const SECONDS = NOW / 1_000;
const SECRET = "a secret of thirty-two bytes or more";
const OTHER_SECRET = "another secret of thirty-two bytes or more";
const clock = { now: () => NOW, monotonicMs: () => 0 };

type Claims = Readonly<Record<string, unknown>>;

const CLAIMS: Claims = {
  iss: "https://minions.example",
  aud: "https://minions.example",
  sub: "ada",
  iat: SECONDS,
  exp: SECONDS + 60,
  scope: "tasks:read minions:query no:such",
};

function settings(keys: TokenKeys): OwnTokenSettings {
  const address = "https://minions.example";
  return { issuer: () => address, audience: () => address, keys, clock, clockSkewSeconds: 30 };
}

async function shared(...secrets: string[]) {
  return createOwnTokenVerifier(settings(await readTokenKeys({ secrets, files: [] })));
}

function sign(
  claims: Claims,
  header: Partial<JWTHeaderParameters> = {},
  key: KeyObject = createSecretKey(Buffer.from(SECRET)),
): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: "HS256", typ: "at+jwt", ...header }).sign(key);
}

const PAIRS = {
  ed25519: generateKeyPairSync("ed25519"),
  p256: generateKeyPairSync("ec", { namedCurve: "P-256" }),
  rsa: generateKeyPairSync("rsa", { modulusLength: 2048 }),
};

function pem(name: keyof typeof PAIRS, half: "public" | "private" = "private"): KeyText {
  const { privateKey, publicKey } = PAIRS[name];
  const text =
    half === "private"
      ? privateKey.export({ type: "pkcs8", format: "pem" })
      : publicKey.export({ type: "spki", format: "pem" });
  return { file: `${name}.pem`, pem: String(text) };
}

describe("a token under a shared secret", () => {
  it("says whose it is, and what they may do", async () => {
    const verdict = await (await shared(SECRET)).verify(
      await sign({ ...CLAIMS, tenant: "acme", tier: "gold" }),
    );
    expect(verdict).toEqual({
      kind: "verified",
      principal: {
        kind: "principal",
        owner: "ada",
        tenant: "acme",
        tier: "gold",
        scopes: new Set(["tasks:read", "minions:query"]),
        keyId: "token:ada",
      },
      expiresAt: (SECONDS + 60) * 1_000,
    });
  });

  it.each<[string, Claims, boolean]>([
    ["that ran out within the skew of clocks", { ...CLAIMS, exp: SECONDS - 29 }, true],
    ["that ran out before that", { ...CLAIMS, exp: SECONDS - 31 }, false],
    ["that never runs out", { ...CLAIMS, exp: undefined }, false],
    ["that begins within the skew", { ...CLAIMS, nbf: SECONDS + 29 }, true],
    ["that begins later", { ...CLAIMS, nbf: SECONDS + 31 }, false],
    ["that was made in the future", { ...CLAIMS, iat: SECONDS + 31 }, false],
    ["that does not say when it was made", { ...CLAIMS, iat: undefined }, false],
    ["of another issuer", { ...CLAIMS, iss: "https://other.example" }, false],
    ["for another audience", { ...CLAIMS, aud: "https://other.example" }, false],
    ["for this audience among others", { ...CLAIMS, aud: ["x", "https://minions.example"] }, true],
    ["for no audience", { ...CLAIMS, aud: undefined }, false],
    ["of nobody", { ...CLAIMS, sub: undefined }, false],
    ["of a blank name", { ...CLAIMS, sub: " " }, false],
    ["of a name with a line break", { ...CLAIMS, sub: "ada\nbob" }, false],
    ["with a tenant that is no text", { ...CLAIMS, tenant: ["acme"] }, false],
    ["that is bound to its holder's key", { ...CLAIMS, cnf: { jkt: "x" } }, false],
  ])("%s", async (_what, claims, good) => {
    const verdict = await (await shared(SECRET)).verify(await sign(claims));
    expect(verdict.kind).toBe(good ? "verified" : "invalid");
  });

  it("is no other kind of token", async () => {
    const verifier = await shared(SECRET);
    for (const typ of ["JWT", "logout+jwt", undefined]) {
      const header = typ === undefined ? { typ: undefined as never } : { typ };
      expect((await verifier.verify(await sign(CLAIMS, header))).kind, String(typ)).toBe("invalid");
    }
    expect((await verifier.verify(await sign(CLAIMS, { typ: "application/at+jwt" }))).kind).toBe("verified");
  });

  it("names no extension that must be understood", async () => {
    const [, payload, signature] = (await sign(CLAIMS)).split(".");
    const header = Buffer.from(JSON.stringify({ alg: "HS256", typ: "at+jwt", crit: ["x"], x: 1 }));
    const token = `${header.toString("base64url")}.${payload}.${signature}`;
    expect((await (await shared(SECRET)).verify(token)).kind).toBe("invalid");
  });

  it("holds under the secret before, while that is named, too", async () => {
    const token = await sign(CLAIMS);
    expect((await (await shared(OTHER_SECRET, SECRET)).verify(token)).kind).toBe("verified");
    expect((await (await shared(OTHER_SECRET)).verify(token)).kind).toBe("invalid");
  });

  it("is signed by the secret, or not at all worth anything", async () => {
    const verifier = await shared(SECRET);
    const good = await sign(CLAIMS);
    const [header, payload] = good.split(".");
    const unsigned = new UnsecuredJWT({ ...CLAIMS }).encode();
    const swapped = `${header}.${Buffer.from(JSON.stringify({ ...CLAIMS, sub: "bob" })).toString("base64url")}`;
    const forgeries = [
      unsigned,
      `${header}.${payload}.`,
      `${swapped}.${good.split(".")[2]}`,
      `${good}x`,
      "a.b.c",
      "..",
      good.replace(/^[^.]+/, Buffer.from('{"alg":"none","typ":"at+jwt"}').toString("base64url")),
    ];
    for (const forgery of forgeries) expect((await verifier.verify(forgery)).kind, forgery).toBe("invalid");
  });
});

describe("a token under a key pair", () => {
  it.each([
    ["Ed25519", "ed25519", "EdDSA"],
    ["EC P-256", "p256", "ES256"],
    ["RSA", "rsa", "RS256"],
  ] as const)("of %s is signed, checked and told in public", async (_name, pair, algorithm) => {
    const keys = await readTokenKeys({ secrets: [SECRET], files: [pem(pair)] });
    const { signer } = keys;
    if (signer === undefined) throw new Error("Nothing signs.");
    expect(signer.algorithm).toBe(algorithm);
    const grant = { tokenId: "t1", clientId: "c1", owner: "ada", tenant: "acme", tier: "gold" };
    const token = await signToken(
      { ...grant, scopes: ["admin"], lifetimeSeconds: 60 },
      signer,
      settings(keys),
    );
    expect(await createOwnTokenVerifier(settings(keys)).verify(token)).toMatchObject({
      principal: { owner: "ada", tenant: "acme", tier: "gold", scopes: new Set(["admin"]), keyId: "c1" },
      tokenId: "t1",
      clientId: "c1",
    });
    expect(keys.publicKeys).toEqual([
      expect.objectContaining({ kid: signer.kid, alg: algorithm, use: "sig" }),
    ]);
    expect(JSON.stringify(keys.publicKeys)).not.toMatch(/"(d|p|q|k)":/);
  });

  it("cannot be forged with the public half as if it were a secret", async () => {
    const keys = await readTokenKeys({ secrets: [], files: [pem("rsa")] });
    const publicPem = Buffer.from(pem("rsa", "public").pem);
    const kid = keys.signer?.kid ?? "";
    for (const header of [{ kid }, {}, { kid, alg: "HS256" }]) {
      const forgery = await sign(CLAIMS, header, createSecretKey(publicPem));
      expect((await createOwnTokenVerifier(settings(keys)).verify(forgery)).kind).toBe("invalid");
    }
  });

  it("holds after another key has begun to sign, while the public half is kept", async () => {
    const before = await readTokenKeys({ secrets: [], files: [pem("p256")] });
    const { signer } = before;
    if (signer === undefined) throw new Error("Nothing signs.");
    const token = await sign(CLAIMS, { alg: "ES256", kid: signer.kid ?? "" }, PAIRS.p256.privateKey);
    const after = await readTokenKeys({ secrets: [], files: [pem("ed25519"), pem("p256", "public")] });
    expect(after.signer?.algorithm).toBe("EdDSA");
    expect((await createOwnTokenVerifier(settings(after)).verify(token)).kind).toBe("verified");
    const later = await readTokenKeys({ secrets: [], files: [pem("ed25519")] });
    expect((await createOwnTokenVerifier(settings(later)).verify(token)).kind).toBe("invalid");
  });

  it("has to name its key", async () => {
    const keys = await readTokenKeys({ secrets: [], files: [pem("p256")] });
    const token = await sign(CLAIMS, { alg: "ES256" }, PAIRS.p256.privateKey);
    expect((await createOwnTokenVerifier(settings(keys)).verify(token)).kind).toBe("invalid");
  });
});

describe("a key of tokens", () => {
  const weak = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
  const p384 = generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey;
  const text = (key: KeyObject): KeyText => ({
    file: "key.pem",
    pem: String(key.export({ type: "pkcs8", format: "pem" })),
  });

  it.each<[string, KeyText[], string]>([
    ["that is too short", [text(weak)], "only Ed25519, EC P-256 and RSA of 2048 bits or more will do"],
    ["of another curve", [text(p384)], "only Ed25519, EC P-256 and RSA of 2048 bits or more will do"],
    [
      "that is none",
      [{ file: "key.pem", pem: "secret words" }],
      "it holds no PEM of a key without a passphrase",
    ],
    [
      "that is to sign and is public",
      [pem("rsa", "public")],
      "the first key has to sign, and this one is public",
    ],
    ["that is there twice", [pem("rsa"), pem("rsa", "public")], "it is given twice"],
  ])("%s is refused, and not told", async (_what, files, why) => {
    const refused = await readTokenKeys({ secrets: [], files }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TokenKeyError);
    expect(String(refused)).toContain(why);
    expect(String(refused)).not.toContain("secret words");
  });
});
