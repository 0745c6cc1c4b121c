import type { JWTPayload } from "jose";
import { isScope, type Principal, type Scope } from "../principal.ts";
import { nameIn, wordsIn } from "../tokens/read-claims.ts";

/** The way to a claim: names with dots between, or the steps as a list where names hold dots. */
export type ClaimPath = string | readonly string[];

/** How an issuer's claims say who is asking. */
export interface ClaimMapping {
  /** Unique among issuers. */
  readonly alias: string;
  readonly owner: ClaimPath;
  /** Stands before every owner, so that two issuers' users never meet. */
  readonly ownerPrefix: string;
  /** Undefined: all are of {@link fallbackTenant}. */
  readonly tenant: ClaimPath | undefined;
  readonly fallbackTenant: string;
  /** Undefined: any. */
  readonly tenants: readonly string[] | undefined;
  readonly tier: ClaimPath | undefined;
  readonly fallbackTier: string;
  readonly scopes: readonly ClaimPath[];
  /** Words count only with it in front, and it is taken off. */
  readonly scopePrefix: string | undefined;
  readonly scopeMap: Readonly<Record<string, readonly Scope[]>>;
  /** What every token may do. */
  readonly grant: readonly Scope[];
  /** By path: the claim is this value, or a list that has it. */
  readonly requiredClaims: Readonly<Record<string, string | number | boolean>>;
}

/** Undefined where the claims do not say all that they have to. */
export function principalIn(claims: JWTPayload, mapping: ClaimMapping): Principal | undefined {
  if (!meets(claims, mapping.requiredClaims)) return undefined;
  const subject = nameIn(claimAt(claims, mapping.owner));
  const tenant = tenantIn(claims, mapping);
  const tier = tierOf(claims, mapping);
  if (subject === undefined || tenant === undefined || tier === undefined) return undefined;
  const keyId = `${mapping.alias}:${nameIn(claims.sub) ?? subject}`;
  return {
    kind: "principal",
    owner: mapping.ownerPrefix + subject,
    tenant,
    tier,
    scopes: grantedScopes(claims, mapping),
    keyId,
  };
}

/** A claim by its own name, be there dots in it, before a path. */
export function claimAt(claims: unknown, path: ClaimPath): unknown {
  if (typeof path === "string") {
    const whole = memberOf(claims, path);
    return whole === undefined && path.includes(".") ? claimAt(claims, path.split(".")) : whole;
  }
  return path.reduce<unknown>(memberOf, claims);
}

function memberOf(holder: unknown, name: string): unknown {
  if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, name)) return undefined;
  return Reflect.get(holder, name);
}

function meets(claims: JWTPayload, required: ClaimMapping["requiredClaims"]): boolean {
  return Object.entries(required).every(([path, value]) => {
    const found = claimAt(claims, path);
    return Array.isArray(found) ? found.includes(value) : found === value;
  });
}

function tenantIn(claims: JWTPayload, { tenant, fallbackTenant, tenants }: ClaimMapping): string | undefined {
  const found = tenant === undefined ? fallbackTenant : nameIn(claimAt(claims, tenant));
  if (found === undefined || (tenants !== undefined && !tenants.includes(found))) return undefined;
  return found;
}

/** Who names no tier is of the fallback: tiers are about how much, not about who. */
function tierOf(claims: JWTPayload, { tier, fallbackTier }: ClaimMapping): string | undefined {
  const found = tier === undefined ? undefined : claimAt(claims, tier);
  return found === undefined ? fallbackTier : nameIn(found);
}

function grantedScopes(claims: JWTPayload, mapping: ClaimMapping): ReadonlySet<Scope> {
  const words = mapping.scopes.flatMap((path) => wordsIn(claimAt(claims, path)));
  return new Set([...mapping.grant, ...words.flatMap((word) => scopesOf(word, mapping))]);
}

/** An issuer's plain "admin" is the admin of something else: here it has to be meant, by the map or the prefix. */
function scopesOf(word: string, { scopePrefix, scopeMap }: ClaimMapping): readonly Scope[] {
  const mapped = Object.hasOwn(scopeMap, word) ? (scopeMap[word] ?? []) : [];
  if (scopePrefix === undefined) return isScope(word) && word !== "admin" ? [...mapped, word] : mapped;
  const own = word.startsWith(scopePrefix) ? word.slice(scopePrefix.length) : "";
  return isScope(own) ? [...mapped, own] : mapped;
}
