import { AppError } from "#kernel";
import type { CodeLanguage } from "#minions";

/** A grammar that this package brings along could not be loaded: the installation is not whole. */
export class GrammarUnavailableError extends AppError<"grammar-unavailable"> {
  readonly code = "grammar-unavailable";
  readonly language: CodeLanguage;

  constructor(language: CodeLanguage, options?: ErrorOptions) {
    super(`The grammar for ${language} could not be loaded; reinstall the package.`, options);
    this.language = language;
  }
}

export type CodeParserError = GrammarUnavailableError;
