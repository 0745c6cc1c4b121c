import { AppError } from "#kernel";

/** A reference names a provider that is neither built in nor configured as an endpoint. */
export class UnknownProviderError extends AppError<"unknown-provider"> {
  readonly code = "unknown-provider";
  readonly provider: string;
  readonly known: readonly string[];

  constructor(provider: string, known: readonly string[]) {
    super(`There is no provider "${provider}". Known providers: ${known.join(", ")}.`);
    this.provider = provider;
    this.known = known;
  }
}

/** A reference is not of the form `provider/model`, or a fall-back chain has an empty link. */
export class MalformedModelReferenceError extends AppError<"model-reference-malformed"> {
  readonly code = "model-reference-malformed";
  readonly reference: string;

  constructor(reference: string, problem: string) {
    super(
      `"${reference}" does not name a model: ${problem}. Write provider/model, for example ollama/llama3.2, ` +
        "or several separated by commas to fall back from one to the next.",
    );
    this.reference = reference;
  }
}

/** A provider that needs a key has none. Names the variable and the places where it can be set, never a value. */
export class ApiKeyMissingError extends AppError<"api-key-missing"> {
  readonly code = "api-key-missing";
  readonly provider: string;
  readonly variable: string;

  constructor(provider: string, label: string, variable: string) {
    super(
      `${label} needs an API key and none is set. Set the environment variable ${variable}, ` +
        `or providers.${provider}.apiKey in the configuration file.`,
    );
    this.provider = provider;
    this.variable = variable;
  }
}

/** A provider without a default address has no base URL, or one that is no http(s) URL. */
export class BaseUrlInvalidError extends AppError<"base-url-invalid"> {
  readonly code = "base-url-invalid";
  readonly provider: string;

  constructor(provider: string, variable: string | undefined, problem: "missing" | "not-http") {
    const where = variable === undefined ? "" : `the environment variable ${variable} or `;
    super(
      `The base URL of ${provider} is ${problem === "missing" ? "not set" : "no http(s) URL"}. ` +
        `Set ${where}providers.${provider}.baseUrl in the configuration file, for example http://localhost:8000/v1.`,
    );
    this.provider = provider;
  }
}

/** The provider is known but the part that runs it was not wired into this build. */
export class ProviderUnavailableError extends AppError<"provider-unavailable"> {
  readonly code = "provider-unavailable";
  readonly provider: string;

  constructor(provider: string) {
    super(`The provider "${provider}" is not available in this program.`);
    this.provider = provider;
  }
}

export type ModelReferenceError =
  | UnknownProviderError
  | MalformedModelReferenceError
  | ApiKeyMissingError
  | BaseUrlInvalidError
  | ProviderUnavailableError;
