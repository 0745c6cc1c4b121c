import { A2A_ERROR_DOMAIN, A2AError, ERROR_INFO_TYPE, type ErrorDetail } from "@a2a-js/sdk/errors";
import { ShuttingDownError } from "#engine";
import { AppError } from "#kernel";
import { ERROR_KINDS, type ErrorKind } from "./error-kinds.ts";
import {
  type CallError,
  challengeOf,
  factsOf,
  KIND_OF_CODE,
  retryAfterSecondsOf,
  violationsOf,
} from "./error-table.ts";
import { InternalFaultError, StorageUnavailableError } from "./request-errors.ts";

/** Writes an unexpected error to the log and gives the id under which it stands there. */
export type ReportFault = (error: unknown) => string;

/** `error` of a JSON-RPC response. */
export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data: readonly ErrorDetail[];
}

/** An HTTP answer: status, headers, and a body of `google.rpc.Status`. */
export interface HttpError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly error: {
      readonly code: number;
      readonly status: string;
      readonly message: string;
      readonly details: readonly ErrorDetail[];
    };
  };
}

const BAD_REQUEST_TYPE = "type.googleapis.com/google.rpc.BadRequest";
const RETRY_INFO_TYPE = "type.googleapis.com/google.rpc.RetryInfo";

/**
 * The failure as the SDK's transports know it, for the edge of the request handler. What it was stays its cause, so
 * that {@link toRpcError} and {@link toHttpError} tell the details for which the SDK has no room. The text of an
 * error that nobody foresaw goes to the log alone.
 */
export function toA2AError(error: unknown, reportFault: ReportFault): A2AError {
  if (error instanceof A2AError) return error;
  const known = knownError(error, reportFault);
  const kind = ERROR_KINDS[KIND_OF_CODE[known.code]];
  return new kind.sdk({ message: known.message, metadata: metadataOf(known), cause: known });
}

/** `error` of a JSON-RPC response, with `ErrorInfo` and, where fields are at fault, `BadRequest`. */
export function toRpcError(error: unknown, reportFault: ReportFault): RpcError {
  const answer = answerOf(error, reportFault);
  return { code: answer.kind.rpcCode, message: answer.message, data: answer.details };
}

/** The HTTP answer, with `Retry-After` where waiting helps, and a challenge where another credential does. Also fit for the status of a JSON-RPC response. */
export function toHttpError(error: unknown, reportFault: ReportFault): HttpError {
  const { kind, message, details, retryAfterSeconds, challenge } = answerOf(error, reportFault);
  return {
    status: kind.httpStatus,
    headers: {
      ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
      ...(challenge === undefined ? {} : { "www-authenticate": challenge }),
    },
    body: { error: { code: kind.httpStatus, status: kind.status, message, details } },
  };
}

/** Statuses that HTTP itself acts on: clients, proxies and monitoring must see them on JSON-RPC, too. */
const STATUSES_OF_HTTP: ReadonlySet<number> = new Set([401, 403, 413, 414, 429, 499, 500, 503, 504]);

/** Status of a JSON-RPC error that HTTP+JSON tells with this one: as A2A's servers do, 200 for what concerns the call alone. */
export function rpcStatus(httpStatus: number): number {
  return STATUSES_OF_HTTP.has(httpStatus) ? httpStatus : 200;
}

interface Answer {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly details: readonly ErrorDetail[];
  readonly retryAfterSeconds: number | undefined;
  readonly challenge?: string | undefined;
}

function answerOf(error: unknown, reportFault: ReportFault): Answer {
  if (error instanceof A2AError && !isCallError(error.cause)) return answerOfSdk(error, reportFault);
  const known = knownError(error instanceof A2AError ? error.cause : error, reportFault);
  const kind = ERROR_KINDS[KIND_OF_CODE[known.code]];
  const violations = violationsOf(known);
  const retryAfterSeconds = retryAfterSecondsOf(known);
  const details: ErrorDetail[] = [errorInfo(kind.reason, metadataOf(known))];
  if (violations.length > 0) details.push({ "@type": BAD_REQUEST_TYPE, fieldViolations: violations });
  if (retryAfterSeconds !== undefined) {
    details.push({ "@type": RETRY_INFO_TYPE, retryDelay: `${retryAfterSeconds}s` });
  }
  return { kind, message: known.message, details, retryAfterSeconds, challenge: challengeOf(known) };
}

/** An error that the SDK itself made. One that it has no class for may hold anything, so its text stays here. */
function answerOfSdk(error: A2AError, reportFault: ReportFault): Answer {
  const kind = Object.values(ERROR_KINDS).find(({ reason }) => reason === error.reason);
  if (kind === undefined || kind === ERROR_KINDS.internal) {
    return answerOf(new InternalFaultError(reportFault(error), { cause: error }), reportFault);
  }
  const details = [errorInfo(kind.reason, error.metadata ?? {})];
  return { kind, message: error.message, details, retryAfterSeconds: undefined };
}

function knownError(error: unknown, reportFault: ReportFault): CallError {
  if (isCallError(error)) return error;
  switch (error instanceof AppError ? error.code : undefined) {
    case "store-closed":
      // The stores are closed last: whoever still asks has met a server that stops.
      return new ShuttingDownError();
    case "store-full":
    case "store-unavailable":
    case "bucket-unavailable":
      return new StorageUnavailableError(reportFault(error), { cause: error });
    default:
      return new InternalFaultError(reportFault(error), { cause: error });
  }
}

function isCallError(error: unknown): error is CallError {
  return error instanceof AppError && Object.hasOwn(KIND_OF_CODE, error.code);
}

function metadataOf(error: CallError): Record<string, string> {
  return { code: error.code, ...factsOf(error) };
}

function errorInfo(reason: string, metadata: Readonly<Record<string, string>>): ErrorDetail {
  return { "@type": ERROR_INFO_TYPE, reason, domain: A2A_ERROR_DOMAIN, metadata };
}
