import { AppError } from "#kernel";

/** The body is larger than the route takes. */
export class BodyTooLargeError extends AppError<"body-too-large"> {
  readonly code = "body-too-large";
  readonly limitBytes: number;

  constructor(limitBytes: number) {
    super(`The request's body is larger than the ${limitBytes} bytes that are taken here.`);
    this.limitBytes = limitBytes;
  }
}

/** The body is not JSON that this server reads. */
export class JsonInvalidError extends AppError<"json-invalid"> {
  readonly code = "json-invalid";

  constructor(why: string, options?: ErrorOptions) {
    super(`The request's body is not JSON that can be read: ${why}.`, options);
  }
}

/** The body is JSON, but of a form that this server refuses to read. */
export class JsonRefusedError extends AppError<"json-refused"> {
  readonly code = "json-refused";

  constructor(why: string) {
    super(`The request's body is refused: ${why}.`);
  }
}

/** The JSON-RPC envelope is not one, so that there is no call to answer. */
export class EnvelopeInvalidError extends AppError<"envelope-invalid"> {
  readonly code = "envelope-invalid";

  constructor(why: string) {
    super(`This is no JSON-RPC 2.0 request: ${why}.`);
  }
}

/** There is no such JSON-RPC method. */
export class RpcMethodUnknownError extends AppError<"rpc-method-unknown"> {
  readonly code = "rpc-method-unknown";

  constructor() {
    super("There is no such method. A2A 1.0 names them in PascalCase, for example SendMessage.");
  }
}

/** As many streams are open as the server bears. */
export class TooManyStreamsError extends AppError<"too-many-streams"> {
  readonly code = "too-many-streams";

  constructor() {
    super("Too many streams are open: try again later, or ask for the task from time to time.");
  }
}

/** There is nothing at this address. */
export class RouteNotFoundError extends AppError<"route-not-found"> {
  readonly code = "route-not-found";

  constructor() {
    super("There is nothing at this address.");
  }
}

/** The address exists, but not for this HTTP method. */
export class MethodNotAllowedError extends AppError<"method-not-allowed"> {
  readonly code = "method-not-allowed";
  readonly allowed: readonly string[];

  constructor(allowed: readonly string[]) {
    super(`This address takes ${allowed.join(", ")} only.`);
    this.allowed = allowed;
  }
}

/** The request is not HTTP that can be read: its length is wrong, it was cut, or its address is malformed. */
export class RequestUnreadableError extends AppError<"request-unreadable"> {
  readonly code = "request-unreadable";

  constructor(options?: ErrorOptions) {
    super("The request cannot be read: its address, length or encoding is wrong.", options);
  }
}

/** The request's address is longer than is read. */
export class UrlTooLongError extends AppError<"url-too-long"> {
  readonly code = "url-too-long";
  readonly limitBytes: number;

  constructor(limitBytes: number) {
    super(`The request's address is longer than the ${limitBytes} bytes that are read.`);
    this.limitBytes = limitBytes;
  }
}

/** As many bodies come in as the server has memory for. */
export class UploadsFullError extends AppError<"uploads-full"> {
  readonly code = "uploads-full";

  constructor() {
    super("Too many large messages come in at this moment: send this one again in a few seconds.");
  }
}

export type HttpError =
  | UrlTooLongError
  | UploadsFullError
  | BodyTooLargeError
  | JsonInvalidError
  | JsonRefusedError
  | EnvelopeInvalidError
  | RpcMethodUnknownError
  | TooManyStreamsError
  | RouteNotFoundError
  | MethodNotAllowedError
  | RequestUnreadableError;
