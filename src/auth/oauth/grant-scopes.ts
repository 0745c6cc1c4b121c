import { isScope, SCOPES, type Scope } from "../principal.ts";

/** The scopes of a token for which a client asked for these words; undefined where it may not have one of them. */
export function grantScopes(asked: string | undefined, held: readonly Scope[]): readonly Scope[] | undefined {
  if (asked === undefined) return held;
  const words = asked.split(" ").filter((word) => word !== "");
  const allowed = held.includes("admin") ? SCOPES : held;
  const scopes = words.filter((word) => isScope(word) && allowed.includes(word)).filter(isScope);
  return words.length > 0 && scopes.length === words.length ? [...new Set(scopes)] : undefined;
}
