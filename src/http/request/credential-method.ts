export type CredentialMethod = "api_key" | "bearer" | "none";

/** What kind of credentials headers hold, whatever they are worth. */
export function methodOf(headers: { readonly [name: string]: unknown }): CredentialMethod {
  if (headers["x-api-key"] !== undefined) return "api_key";
  return headers["authorization"] === undefined ? "none" : "bearer";
}
