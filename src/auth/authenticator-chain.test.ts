import { describe, expect, it } from "vitest";
import type { Authentication, RequestHeaders } from "./authenticator.ts";
import { createAuthenticatorChain } from "./authenticator-chain.ts";
import { ANYBODY } from "./open-authenticator.ts";

const TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.c2ln";
const BY_KEY: Authentication = { ...ANYBODY, keyId: "key" };
const BY_TOKEN: Authentication = { ...ANYBODY, keyId: "token" };

describe("credentials of several kinds", () => {
  const verified: string[] = [];
  const chain = createAuthenticatorChain(
    { authenticate: async () => BY_KEY },
    {
      verify: async (token) => {
        verified.push(token);
        return BY_TOKEN;
      },
    },
  );

  it.each<[string, RequestHeaders, Authentication]>([
    ["a signed token is for those who verify tokens", { authorization: `Bearer ${TOKEN}` }, BY_TOKEN],
    ["however its scheme is written", { authorization: `bearer  ${TOKEN} ` }, BY_TOKEN],
    ["one without a signature, too", { authorization: "Bearer eyJhbGciOiJub25lIn0.e30." }, BY_TOKEN],
    ["a key as bearer token is a key", { authorization: "Bearer a2am_0011_secret" }, BY_KEY],
    ["a key in its own header is a key", { "x-api-key": "a2am_0011_secret" }, BY_KEY],
    ["a token in the key's header is no token", { "x-api-key": TOKEN }, BY_KEY],
    ["no credentials are none of tokens", {}, BY_KEY],
    ["two are worth nothing", { "x-api-key": "k", authorization: `Bearer ${TOKEN}` }, { kind: "invalid" }],
    ["not even twice the same", { "x-api-key": "k", authorization: "Bearer k" }, { kind: "invalid" }],
  ])("%s", async (_what, headers, expected) => {
    expect(await chain.authenticate(headers)).toEqual(expected);
  });

  it("are handed on without the scheme", () => {
    expect(verified[0]).toBe(TOKEN);
  });
});
