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

export type AuthError = KeyNotFoundError;
