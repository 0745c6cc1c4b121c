import { AppError } from "#kernel";

/** The file of API keys cannot be read or written. */
export class KeyFileError extends AppError<"key-file-unusable"> {
  readonly code = "key-file-unusable";
  readonly file: string;

  constructor(file: string, options?: ErrorOptions) {
    super(
      `The file of API keys ${file} cannot be used. Check that it is a file of this program, its folder and permissions.`,
      options,
    );
    this.file = file;
  }
}

/** There is no key with this id. */
export class KeyNotFoundError extends AppError<"key-not-found"> {
  readonly code = "key-not-found";
  readonly keyId: string;

  constructor(keyId: string) {
    super(`There is no key with the id ${keyId}. a2a-minions keys list shows the ids.`);
    this.keyId = keyId;
  }
}

export type AuthError = KeyFileError | KeyNotFoundError;
