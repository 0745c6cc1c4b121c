import { AppError } from "#kernel";
import {
  BodyTooLargeError,
  type HttpError,
  JsonInvalidError,
  RequestUnreadableError,
  RouteNotFoundError,
} from "../errors.ts";

/** How a failure of the transport itself is told on each binding. */
export interface TransportFault {
  readonly rpcCode: number;
  readonly httpStatus: number;
  /** Name of the `google.rpc.Code`. */
  readonly status: string;
  /** `ErrorInfo.reason`, and the title of a problem. */
  readonly reason: string;
}

const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;
const METHOD_NOT_FOUND = -32601;
/** The code that this server uses for "come again later" on JSON-RPC. */
const BUSY = -32050;

/** One line a failure; a new one without a line here does not compile. */
export const TRANSPORT_FAULTS = {
  "body-too-large": fault(INVALID_REQUEST, 413, "OUT_OF_RANGE", "BODY_TOO_LARGE"),
  "json-invalid": fault(PARSE_ERROR, 400, "INVALID_ARGUMENT", "JSON_INVALID"),
  "json-refused": fault(INVALID_REQUEST, 400, "INVALID_ARGUMENT", "JSON_REFUSED"),
  "envelope-invalid": fault(INVALID_REQUEST, 400, "INVALID_ARGUMENT", "ENVELOPE_INVALID"),
  "rpc-method-unknown": fault(METHOD_NOT_FOUND, 404, "UNIMPLEMENTED", "METHOD_NOT_FOUND"),
  "too-many-streams": fault(BUSY, 503, "UNAVAILABLE", "TOO_MANY_STREAMS"),
  "uploads-full": fault(BUSY, 503, "UNAVAILABLE", "UPLOADS_FULL"),
  "url-too-long": fault(INVALID_REQUEST, 414, "INVALID_ARGUMENT", "URL_TOO_LONG"),
  "route-not-found": fault(METHOD_NOT_FOUND, 404, "NOT_FOUND", "ROUTE_NOT_FOUND"),
  "method-not-allowed": fault(INVALID_REQUEST, 405, "UNIMPLEMENTED", "METHOD_NOT_ALLOWED"),
  "request-unreadable": fault(INVALID_REQUEST, 400, "INVALID_ARGUMENT", "REQUEST_UNREADABLE"),
} as const satisfies Record<HttpError["code"], TransportFault>;

const MEDIA_TYPE_REFUSED = "FST_ERR_CTP_INVALID_MEDIA_TYPE";

/** The failure as one of this room's, or undefined where it belongs to what lies behind. */
export function transportErrorOf(error: unknown, bodyLimitBytes: number): HttpError | undefined {
  if (isHttpError(error)) return error;
  switch (fastifyCodeOf(error)) {
    case undefined:
    case MEDIA_TYPE_REFUSED:
      return undefined;
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new BodyTooLargeError(bodyLimitBytes);
    case "FST_ERR_CTP_INVALID_JSON_BODY":
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
      return new JsonInvalidError("it is malformed", { cause: error });
    case "FST_ERR_NOT_FOUND":
      return new RouteNotFoundError();
    default:
      return statusOf(error) < 500 ? new RequestUnreadableError({ cause: error }) : undefined;
  }
}

/** True where the body's media type is not taken, which A2A has an error of its own for. */
export function isMediaTypeRefusal(error: unknown): boolean {
  return fastifyCodeOf(error) === MEDIA_TYPE_REFUSED;
}

function isHttpError(error: unknown): error is HttpError {
  return error instanceof AppError && Object.hasOwn(TRANSPORT_FAULTS, error.code);
}

/** Code of an error that the framework or Node's HTTP server made about the request; undefined for any other. */
function fastifyCodeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  const { code } = error;
  if (typeof code !== "string") return undefined;
  return code.startsWith("FST_ERR_") || code === "ECONNRESET" ? code : undefined;
}

function statusOf(error: unknown): number {
  if (typeof error !== "object" || error === null) return 500;
  if ("code" in error && error.code === "ECONNRESET") return 400;
  return "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : 500;
}

function fault(rpcCode: number, httpStatus: number, status: string, reason: string): TransportFault {
  return { rpcCode, httpStatus, status, reason };
}
