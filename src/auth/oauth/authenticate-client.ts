import type { Clock } from "#kernel";
import { type Credential, credentialState } from "../credentials/credential.ts";
import type { CredentialStore } from "../credentials/credential-store.ts";
import { secretMatches } from "../credentials/secrets.ts";
import { type OAuthAnswer, type OAuthRequest, refused } from "./oauth-answer.ts";
import type { FormFields } from "./read-form.ts";

export interface ClientCheck {
  readonly clients: Pick<CredentialStore, "find">;
  readonly clock: Clock;
}

export type ClientFound =
  | { readonly kind: "client"; readonly client: Credential }
  | { readonly kind: "refused"; readonly answer: OAuthAnswer };

interface Claimed {
  readonly id: string;
  readonly secret: string;
}

/** The client behind a request, by Basic credentials or by those in the body, and never by both (RFC 6749, section 2.3). */
export async function authenticateClient(
  { authorization }: Pick<OAuthRequest, "authorization">,
  fields: FormFields,
  { clients, clock }: ClientCheck,
): Promise<ClientFound> {
  const claimed = claimedIn(authorization, fields);
  if (claimed === "several") {
    return no(refused("invalid_request", "Credentials are given in more than one way."));
  }
  if (claimed === undefined) {
    return no(refused("invalid_client", "Give client_id and client_secret, by HTTP Basic or in the form."));
  }
  const found = await clients.find(claimed.id);
  const now = clock.now();
  const matches = secretMatches(claimed.secret, found?.secret, now);
  if (found === undefined || !matches || credentialState(found.credential, now) !== "valid") {
    return no(refused("invalid_client", "There is no such client, or its secret is another."));
  }
  return { kind: "client", client: found.credential };
}

function no(answer: OAuthAnswer): ClientFound {
  return { kind: "refused", answer };
}

function claimedIn(authorization: string | undefined, fields: FormFields): Claimed | "several" | undefined {
  const id = fields.get("client_id");
  const secret = fields.get("client_secret");
  if (authorization === undefined)
    return id !== undefined && secret !== undefined ? { id, secret } : undefined;
  if (secret !== undefined) return "several";
  const basic = basicIn(authorization);
  // Naming the client in the form as well is allowed, as long as it is the same.
  return id !== undefined && basic !== undefined && basic.id !== id ? "several" : basic;
}

/** Both halves are form-encoded before they are put together (RFC 6749, section 2.3.1). */
function basicIn(authorization: string): Claimed | undefined {
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, "base64").toString("utf8")) ?? [];
  if (id === undefined || secret === undefined) return undefined;
  try {
    return { id: formDecoded(id), secret: formDecoded(secret) };
  } catch {
    return undefined;
  }
}

function formDecoded(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}
