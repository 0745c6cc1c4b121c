import { AppError } from "#kernel";

/** One fault of a request: where it is, and what to do about it. */
export interface FieldViolation {
  /** Path in the request's JSON, such as `message.parts[1].raw`. */
  readonly field: string;
  readonly description: string;
  /** For programs, in capitals with underscores, as `google.rpc.BadRequest` has it; where the description says more than the code. */
  readonly reason?: string;
}

const MAX_VIOLATIONS = 20;
const MAX_FIELD_CHARACTERS = 200;

/** The request is not what the method takes. Keeps the first twenty faults: an answer is no echo of a flood. */
export class InvalidRequestError extends AppError<"request-invalid"> {
  readonly code = "request-invalid";
  readonly violations: readonly FieldViolation[];

  constructor(violations: readonly FieldViolation[]) {
    const kept = violations.slice(0, MAX_VIOLATIONS).map((violation) => ({
      ...violation,
      field: violation.field.slice(0, MAX_FIELD_CHARACTERS),
    }));
    const named = kept.map(({ field, description }) => `${field}: ${description}`);
    super(`The request is not valid. ${named.join(" ")}`.trim());
    this.violations = kept;
  }
}

/** The request is well-formed, and a policy of the server does not let this caller ask for it. */
export class RequestForbiddenError extends AppError<"request-forbidden"> {
  readonly code = "request-forbidden";
  readonly violations: readonly FieldViolation[];

  constructor(violations: readonly FieldViolation[]) {
    const named = violations.map(({ field, description }) => `${field}: ${description}`);
    super(`A policy of the server forbids this. ${named.join(" ")}`.trim());
    this.violations = violations;
  }
}

/** A media type that this agent neither reads nor writes. */
export class MediaTypeUnsupportedError extends AppError<"media-type-unsupported"> {
  readonly code = "media-type-unsupported";
  readonly violations: readonly FieldViolation[];

  constructor(field: string, given: string, supported: readonly string[]) {
    const description = `${given} is not supported; use ${supported.join(", ")}.`;
    super(`${field}: ${description}`);
    this.violations = [{ field, description }];
  }
}

/** The protocol knows it, this server does not do it. */
export class OperationUnsupportedError extends AppError<"operation-unsupported"> {
  readonly code = "operation-unsupported";
  readonly violations: readonly FieldViolation[];

  constructor(message: string, violations: readonly FieldViolation[] = []) {
    super(message);
    this.violations = violations;
  }
}

/** The task has ended otherwise, so it cannot be canceled. */
export class TaskUncancelableError extends AppError<"task-uncancelable"> {
  readonly code = "task-uncancelable";

  constructor() {
    super("The task has ended already and cannot be canceled.");
  }
}

export class PushUnsupportedError extends AppError<"push-unsupported"> {
  readonly code = "push-unsupported";

  constructor() {
    super("This server sends no push notifications: subscribe to the task or ask for it from time to time.");
  }
}

export class ExtendedCardMissingError extends AppError<"extended-card-missing"> {
  readonly code = "extended-card-missing";

  constructor() {
    super("This server has no extended agent card.");
  }
}

/** The card names extensions as required, and the client did not say that it supports them. */
export class ExtensionRequiredError extends AppError<"extension-required"> {
  readonly code = "extension-required";
  readonly uris: readonly string[];

  constructor(uris: readonly string[]) {
    super(`Name these extensions in the A2A-Extensions header to use this server: ${uris.join(", ")}.`);
    this.uris = uris;
  }
}

/** The protocol version that the client asks for is not one that this server speaks. */
export class VersionUnsupportedError extends AppError<"protocol-version-unsupported"> {
  readonly code = "protocol-version-unsupported";
  readonly supported: readonly string[];

  constructor(requested: string, supported: readonly string[]) {
    super(`A2A version ${requested.slice(0, 20)} is not supported; use ${supported.join(" or ")}.`);
    this.supported = supported;
  }
}

/** Nobody is known to be calling. */
export class UnauthenticatedCallError extends AppError<"call-unauthenticated"> {
  readonly code = "call-unauthenticated";

  constructor() {
    super("Authenticate first: the agent card names the ways to do so.");
  }
}

/** Credentials were shown that nobody can check at the moment. Not the caller's fault: the same ones may do later. */
export class AuthenticationUnavailableError extends AppError<"authentication-unavailable"> {
  readonly code = "authentication-unavailable";
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number, options?: ErrorOptions) {
    super("The credentials cannot be checked at the moment: try again later.", options);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The caller is known and may not do this. */
export class ScopeMissingError extends AppError<"scope-missing"> {
  readonly code = "scope-missing";
  readonly scope: string;

  constructor(scope: string) {
    super(`The credentials lack the scope ${scope}.`);
    this.scope = scope;
  }
}

/** Nothing can be stored or read at the moment. Where and why stands in the log: it is the operator's, not the client's. */
export class StorageUnavailableError extends AppError<"storage-unavailable"> {
  readonly code = "storage-unavailable";
  readonly logId: string;

  constructor(logId: string, options?: ErrorOptions) {
    super(
      `The server cannot reach its storage at the moment: try again later. Its operator finds the reason in the log under ${logId}.`,
      options,
    );
    this.logId = logId;
  }
}

/** A fault inside. The client learns only where to find it in the log. */
export class InternalFaultError extends AppError<"internal-fault"> {
  readonly code = "internal-fault";
  readonly logId: string;

  constructor(logId: string, options?: ErrorOptions) {
    super(`Something went wrong on the server. Name this id when you report it: ${logId}.`, options);
    this.logId = logId;
  }
}

export type A2ARoomError =
  | InvalidRequestError
  | RequestForbiddenError
  | MediaTypeUnsupportedError
  | OperationUnsupportedError
  | TaskUncancelableError
  | PushUnsupportedError
  | ExtendedCardMissingError
  | ExtensionRequiredError
  | VersionUnsupportedError
  | UnauthenticatedCallError
  | AuthenticationUnavailableError
  | ScopeMissingError
  | StorageUnavailableError
  | InternalFaultError;
