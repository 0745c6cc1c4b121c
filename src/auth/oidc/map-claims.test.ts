import { describe, expect, it } from "vitest";
import { type ClaimMapping, claimAt, principalIn } from "./map-claims.ts";

const MAPPING: ClaimMapping = {
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
};

const CLAIMS = {
  sub: "ada",
  scope: "openid tasks:read minions.tasks:write minions.admin admin",
  "https://example.com/plan": "gold",
  org: { id: "acme", roles: ["reader", "boss"] },
  groups: ["staff", "minions"],
  verified: true,
};

function scopesBy(mapping: Partial<ClaimMapping>): string[] {
  return [...(principalIn(CLAIMS, { ...MAPPING, ...mapping })?.scopes ?? ["nobody"])].toSorted();
}

describe("who an issuer's claims speak of", () => {
  it("is the subject, under the issuer's own name", () => {
    expect(principalIn(CLAIMS, MAPPING)).toEqual({
      kind: "principal",
      owner: "corp:ada",
      tenant: "default",
      tier: "default",
      scopes: new Set(["tasks:read"]),
      keyId: "corp:ada",
    });
  });

  it("has tenant and tier from where the mapping says", () => {
    const mapping = { ...MAPPING, tenant: "org.id", tier: "https://example.com/plan" };
    expect(principalIn(CLAIMS, mapping)).toMatchObject({ tenant: "acme", tier: "gold" });
    expect(principalIn(CLAIMS, { ...mapping, tier: "nowhere" })).toMatchObject({ tier: "default" });
  });

  it.each<[string, Partial<ClaimMapping>]>([
    ["a tenant that the claims do not name", { tenant: "org.name" }],
    ["a tenant that is no text", { tenant: "org" }],
    ["a tenant that is not among the allowed", { tenant: "org.id", tenants: ["other"] }],
    ["a claim that is required and missing", { requiredClaims: { nowhere: true } }],
    ["a claim that is required and another", { requiredClaims: { verified: false } }],
    ["a list without what is required", { requiredClaims: { groups: "admins" } }],
    ["an owner that is no text", { owner: "groups" }],
    ["an owner out of the prototype", { owner: "constructor.name" }],
    ["a tier that is no text", { tier: "org" }],
  ])("is nobody with %s", (_what, mapping) => {
    expect(principalIn(CLAIMS, { ...MAPPING, ...mapping })).toBeUndefined();
  });

  it("is somebody with the claims that are required", () => {
    const requiredClaims = { groups: "minions", verified: true, "org.id": "acme" };
    expect(principalIn(CLAIMS, { ...MAPPING, requiredClaims })?.owner).toBe("corp:ada");
  });
});

describe("what an issuer's claims allow", () => {
  it.each<[string, Partial<ClaimMapping>, string[]]>([
    ["is what they name, but never admin by itself", {}, ["tasks:read"]],
    ["with a prefix is only what has it, admin too", { scopePrefix: "minions." }, ["admin", "tasks:write"]],
    [
      "is found in nested lists by a map",
      { scopes: ["org.roles"], scopeMap: { reader: ["tasks:read"] } },
      ["tasks:read"],
    ],
    ["may be admin by the map", { scopes: ["org.roles"], scopeMap: { boss: ["admin"] } }, ["admin"]],
    [
      "comes from several claims",
      { scopes: ["scope", "groups"], scopeMap: { staff: ["minion:query"] } },
      ["minion:query", "tasks:read"],
    ],
    ["is nothing without such a claim", { scopes: ["nowhere"] }, []],
    ["is at least what all are granted", { scopes: [], grant: ["minion:query"] }, ["minion:query"]],
    ["is nothing by a word of the prototype", { scopes: ["p"], scopeMap: { x: ["admin"] } }, []],
  ])("%s", (_what, mapping, scopes) => {
    expect(scopesBy(mapping)).toEqual(scopes);
  });
});

it("finds a claim by its whole name before its path", () => {
  const claims = { "a.b": 1, a: { b: 2, "c.d": 3 } };
  expect([claimAt(claims, "a.b"), claimAt(claims, ["a", "b"]), claimAt(claims, ["a", "c.d"])]).toEqual([
    1, 2, 3,
  ]);
  expect([claimAt(claims, "a.c"), claimAt(claims, "__proto__"), claimAt(undefined, "a")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
