import { AppError } from "#kernel";

/** There is no key with this id. */
export class KeyNotFoundError extends AppError<"key-not-found"> {
  readonly code = "key-not-found";
  readonly keyId: string;

  constructor(keyId: string) {
    super(`There is no key with the id ${keyId}. a2a-minions keys list shows the ids.`);
    this.keyId = keyId;
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

export type AuthError = KeyNotFoundError | TokenKeyError;
