import { AppError } from "#kernel";
import type { PersonalDataKind } from "./personal-data.ts";

/** A text that was about to leave still held personal data. Names kinds and counts, never the values. */
export class PrivacyBlockedError extends AppError<"privacy-blocked"> {
  readonly code = "privacy-blocked";
  readonly kinds: readonly PersonalDataKind[];
  readonly count: number;

  constructor(kinds: readonly PersonalDataKind[], count: number) {
    super(
      `Privacy mode stopped a message to the remote side: it still held ${count} hidden value(s) (${kinds.join(", ")}). ` +
        "Nothing of it was sent. Rephrase the question, or use a remote model that you trust without privacy mode.",
    );
    this.kinds = kinds;
    this.count = count;
  }
}

/** In privacy mode something was about to leave that nothing can be found in and hidden from. */
export class PrivacyUnscannableError extends AppError<"privacy-unscannable"> {
  readonly code = "privacy-unscannable";
  readonly what: "image";

  constructor(what: "image") {
    super(
      `Privacy mode stopped an ${what} on its way to the remote side: personal data in it cannot be hidden. ` +
        "Images are for the local model only; leave privacy mode off to send them.",
    );
    this.what = what;
  }
}

export type PrivacyError = PrivacyBlockedError | PrivacyUnscannableError;
