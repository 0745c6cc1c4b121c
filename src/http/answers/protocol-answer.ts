import { A2A_ERROR_DOMAIN, ERROR_INFO_TYPE } from "@a2a-js/sdk/errors";
import {
  type HttpError as HttpAnswer,
  MediaTypeUnsupportedError,
  type ReportFault,
  type RpcError,
  rpcStatus,
  toHttpError,
  toRpcError,
} from "#a2a";
import { JSON_MEDIA_TYPES } from "../request/json-body.ts";
import { isMediaTypeRefusal, TRANSPORT_FAULTS, transportErrorOf } from "./transport-faults.ts";

/** A failure as both bindings tell it: the same message and details, each in its own form. */
export interface ProtocolAnswer {
  readonly rpc: RpcError;
  /** Status, headers and body for HTTP+JSON; JSON-RPC takes the headers, and the status where HTTP itself needs it. */
  readonly http: HttpAnswer;
}

/** What is known of the request that failed. */
export interface FailedRequest {
  /** The largest body that its route takes, in bytes. */
  readonly bodyLimitBytes: number;
  readonly contentType: string;
  readonly report: ReportFault;
}

/** Turns whatever was thrown into an answer. An error that nobody foresaw is reported once and told by its id alone. */
export function protocolAnswerOf(
  error: unknown,
  { bodyLimitBytes, contentType, report }: FailedRequest,
): ProtocolAnswer {
  const own = transportErrorOf(error, bodyLimitBytes);
  if (own !== undefined) return transportAnswer(own);
  const thrown = isMediaTypeRefusal(error)
    ? new MediaTypeUnsupportedError("Content-Type", quoted(contentType), JSON_MEDIA_TYPES)
    : error;
  let logId: string | undefined;
  const reportOnce: ReportFault = (fault) => {
    logId ??= report(fault);
    return logId;
  };
  return { rpc: toRpcError(thrown, reportOnce), http: toHttpError(thrown, reportOnce) };
}

/** Status of a JSON-RPC error; see `rpcStatus`. */
export function rpcStatusOf({ http }: ProtocolAnswer): number {
  return rpcStatus(http.status);
}

function transportAnswer(error: NonNullable<ReturnType<typeof transportErrorOf>>): ProtocolAnswer {
  const { rpcCode, httpStatus, status, reason } = TRANSPORT_FAULTS[error.code];
  const details = [
    { "@type": ERROR_INFO_TYPE, reason, domain: A2A_ERROR_DOMAIN, metadata: { code: error.code } },
  ];
  const headers: Record<string, string> = {};
  if (error.code === "too-many-streams" || error.code === "uploads-full") headers["retry-after"] = "5";
  if (error.code === "method-not-allowed") headers["allow"] = error.allowed.join(", ");
  return {
    rpc: { code: rpcCode, message: error.message, data: details },
    http: {
      status: httpStatus,
      headers,
      body: { error: { code: httpStatus, status, message: error.message, details } },
    },
  };
}

/** A header's value, short and printable, for a message. */
function quoted(value: string): string {
  return value === "" ? "No media type" : value.replace(/[^\x20-\x7e]/g, "?").slice(0, 100);
}
