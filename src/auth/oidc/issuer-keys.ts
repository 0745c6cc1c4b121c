import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import type { Clock } from "#kernel";
import { type Fetch, fetchJson } from "./fetch-json.ts";

/** Keys older than this are asked for anew before they are used. */
const FRESH_MS = 600_000;
/** An issuer that does not answer is trusted by its old keys for this long. */
const STALE_MS = 3_600_000;
/** Time between two requests to an issuer, whatever tokens say: names of keys that nobody has cost it nothing. */
const COOL_DOWN_MS = 30_000;

export interface IssuerKeysDeps {
  readonly issuer: string;
  /** Undefined: as the issuer's discovery document says. */
  readonly jwksUri: string | undefined;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Told why the issuer's keys cannot be had. */
  readonly onFault: (error: unknown) => void;
}

/** The keys to check a token with, as far as they can be had. */
export type KeysFound =
  | { readonly kind: "keys"; readonly keys: JWTVerifyGetKey }
  | { readonly kind: "unavailable"; readonly retryAfterSeconds: number };

/** The public keys of an issuer, kept for a while. */
export class IssuerKeys {
  readonly #deps: IssuerKeysDeps;
  #keys: JWTVerifyGetKey | undefined;
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #askedAt = Number.NEGATIVE_INFINITY;
  #failed = false;
  #asking: Promise<void> | undefined;

  constructor(deps: IssuerKeysDeps) {
    this.#deps = deps;
  }

  /** The keys as they are known; asked for where they are too old. */
  async known(): Promise<KeysFound> {
    if (this.#age() > FRESH_MS && this.#mayAsk()) await this.#refresh();
    return this.#found();
  }

  /** After a token named a key that is not known: asks for the keys again, unless that was done just now. */
  async renewed(): Promise<KeysFound> {
    if (this.#mayAsk()) await this.#refresh();
    // The keys that are known do not help this token, and whether others would cannot be told.
    return this.#failed ? this.#unavailable() : this.#found();
  }

  #found(): KeysFound {
    if (this.#keys === undefined || this.#age() > STALE_MS) return this.#unavailable();
    return { kind: "keys", keys: this.#keys };
  }

  #unavailable(): KeysFound {
    const waits = this.#askedAt + COOL_DOWN_MS - this.#deps.clock.now();
    return { kind: "unavailable", retryAfterSeconds: Math.max(1, Math.ceil(waits / 1_000)) };
  }

  #age(): number {
    return this.#deps.clock.now() - this.#fetchedAt;
  }

  #mayAsk(): boolean {
    return this.#asking !== undefined || this.#deps.clock.now() - this.#askedAt >= COOL_DOWN_MS;
  }

  /** Never rejects. All who wait share one request. */
  #refresh(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<void> {
    const { issuer, fetch, clock, onFault } = this.#deps;
    this.#askedAt = clock.now();
    try {
      const address = this.#deps.jwksUri ?? (await discoverJwksUri(issuer, fetch));
      // Throws for what is no set of keys.
      this.#keys = createLocalJWKSet((await fetchJson(address, fetch)) as JSONWebKeySet);
      this.#fetchedAt = clock.now();
      this.#failed = false;
    } catch (error) {
      this.#failed = true;
      onFault(error);
    }
  }
}

/** OpenID Connect Discovery 1.0: the document has to name the issuer exactly as it was asked for. */
async function discoverJwksUri(issuer: string, fetch: Fetch): Promise<string> {
  const document = await fetchJson(`${issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`, fetch);
  const found: unknown = document;
  if (typeof found !== "object" || found === null || !("issuer" in found) || found.issuer !== issuer) {
    throw new Error("The discovery document names another issuer.");
  }
  const address =
    "jwks_uri" in found && typeof found.jwks_uri === "string" ? URL.parse(found.jwks_uri) : null;
  const isLocal = address?.protocol === "http:" && address.origin === new URL(issuer).origin;
  if (address === null || (address.protocol !== "https:" && !isLocal)) {
    throw new Error("The discovery document names no address of keys that can be trusted.");
  }
  return address.href;
}
