import { UnsecuredJWT } from "jose";
import { describe, expect, it } from "vitest";
import { ANYBODY } from "../open-authenticator.ts";
import { createTokenVerifier } from "./token-verifier.ts";
import type { IssuerVerifier, TokenVerdict } from "./verified-token.ts";

const NOON = Date.UTC(2026, 0, 2, 12);

/** An issuer that takes every token and counts how often it was asked. */
function rig(verdict: TokenVerdict = { kind: "verified", principal: ANYBODY, expiresAt: NOON + 3_600_000 }) {
  const time = { now: NOON };
  const asked = { verify: 0, standing: 0 };
  const revoked = new Set<unknown>();
  const issuer: IssuerVerifier = {
    issuer: "here",
    async verify() {
      asked.verify += 1;
      return verdict;
    },
    async standing(token) {
      asked.standing += 1;
      return revoked.has(token.principal) ? { kind: "invalid" } : token;
    },
  };
  const clock = { now: () => time.now, monotonicMs: () => 0 };
  return { ...createTokenVerifier({ issuers: [issuer], clock }), time, asked, revoked };
}

const token = (claims: object) => new UnsecuredJWT({ iss: "here", ...claims }).encode();

describe("a token that was found good", () => {
  it("is not checked again for a while, but whether it was revoked is asked each time", async () => {
    const { verify, asked, revoked, time } = rig();
    expect(await verify(token({ sub: "ada" }))).toEqual(ANYBODY);
    expect(await verify(token({ sub: "ada" }))).toEqual(ANYBODY);
    expect(asked).toEqual({ verify: 1, standing: 2 });
    expect(await verify(token({ sub: "bob" }))).toEqual(ANYBODY);
    expect(asked.verify).toBe(2);
    revoked.add(ANYBODY);
    expect(await verify(token({ sub: "ada" }))).toEqual({ kind: "invalid" });
    time.now += 300_000;
    await verify(token({ sub: "ada" }));
    expect(asked.verify).toBe(3);
  });

  it("is forgotten when it runs out", async () => {
    const { verify, asked, time } = rig({ kind: "verified", principal: ANYBODY, expiresAt: NOON + 10_000 });
    await verify(token({}));
    time.now += 10_000;
    await verify(token({}));
    expect(asked.verify).toBe(2);
  });
});

it.each([
  ["of nobody known", token({ iss: "elsewhere" })],
  ["of no issuer", new UnsecuredJWT({}).encode()],
  ["that is none", "a.b.c"],
  ["of nine kilobytes", token({ pad: "x".repeat(9_000) })],
])("a token %s costs no check", async (_what, text) => {
  const { verify, asked } = rig();
  expect(await verify(text)).toEqual({ kind: "invalid" });
  expect(asked.verify).toBe(0);
});

it("a token that was found worthless, or could not be checked, is not remembered", async () => {
  for (const verdict of [{ kind: "invalid" }, { kind: "unavailable", retryAfterSeconds: 3 }] as const) {
    const { verify, asked } = rig(verdict);
    expect(await verify(token({}))).toEqual(verdict);
    expect(await verify(token({}))).toEqual(verdict);
    expect(asked.verify).toBe(2);
  }
});
