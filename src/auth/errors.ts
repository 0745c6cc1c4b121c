import { AppError } from "#kernel";
import type { CredentialState } from "./credentials/credential.ts";

/** There is no key with this id. */
export class KeyNotFoundError extends AppError<"key-not-found"> {
  readonly code = "key-not-found";
  readonly keyId: string;

  constructor(keyId: string) {
    super(`There is no key with the id ${keyId}. a2a-minions keys list shows the ids.`);
    this.keyId = keyId;
  }
}

/** The key has been revoked or has expired: a new secret would not make it good again. */
export class KeyWorthlessError extends AppError<"key-worthless"> {
  readonly code = "key-worthless";
  readonly keyId: string;
  readonly state: Exclude<CredentialState, "valid">;

  constructor(keyId: string, state: Exclude<CredentialState, "valid">) {
    super(`The key ${keyId} ${state === "revoked" ? "was revoked" : "has expired"}. Make a new one.`);
    this.keyId = keyId;
    this.state = state;
  }
}

/** A key that tokens are signed or checked with cannot be used. */
export class TokenKeyError extends AppError<"token-key-unusable"> {
  readonly code = "token-key-unusable";
  readonly file: string;

  constructor(file: string, why: string, options?: ErrorOptions) {
    super(`The key ${file} cannot be used for tokens: ${why}.`, options);
    this.file = file;
  }
}

/** There is no OAuth2 client with this id. */
export class ClientNotFoundError extends AppError<"client-not-found"> {
  readonly code = "client-not-found";
  readonly clientId: string;

  constructor(clientId: string) {
    super(`There is no client with the id ${clientId}. a2a-minions clients list shows the ids.`);
    this.clientId = clientId;
  }
}

/** The OAuth2 client is worth nothing any more, and so gets no new secret. */
export class ClientWorthlessError extends AppError<"client-worthless"> {
  readonly code = "client-worthless";
  readonly clientId: string;

  constructor(clientId: string, state: "expired" | "revoked") {
    super(`The client ${clientId} is ${state}. Register another: a2a-minions clients register NAME.`);
    this.clientId = clientId;
  }
}

export type AuthError =
  | KeyNotFoundError
  | KeyWorthlessError
  | TokenKeyError
  | ClientNotFoundError
  | ClientWorthlessError;
