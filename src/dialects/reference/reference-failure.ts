import type { ReportFault } from "#a2a";
import { type PlainAnswer, plainAnswer, tellFailure } from "../dialect-answer.ts";
import { type RpcId, rpcFailure } from "../rpc-call.ts";

const INVALID_REQUEST = { code: -32600, message: "Invalid Request" };
const INVALID_PARAMS = { code: -32602, message: "Invalid params" };
const INTERNAL = { code: -32603, message: "Internal error" };
const NOT_FOUND = { code: -32001, message: "Task not found" };
const FORBIDDEN = { code: -32603, message: "Forbidden" };
const UNAVAILABLE = { code: -32603, message: "Service unavailable" };

/**
 * A failure as the reference tells it: few codes, each with an HTTP status of its own, a short message, and what went
 * wrong as a text in `data`.
 */
export function referenceFailure(id: RpcId, error: unknown, reportFault: ReportFault): PlainAnswer {
  const { rpc, status, headers, failure } = tellFailure(error, reportFault);
  const told = wordsFor(rpc.code, status);
  const body = rpcFailure(id, { ...told.error, ...{ data: rpc.message } });
  return { ...plainAnswer(body, told.status), headers, failure };
}

export function invalidRequest(id: RpcId): PlainAnswer {
  const error = { ...INVALID_REQUEST, data: "The request is no JSON-RPC 2.0 request." };
  return { ...plainAnswer(rpcFailure(id, error), 400), failure: "envelope-invalid" };
}

export function methodUnknown(id: RpcId): PlainAnswer {
  const error = { code: -32601, message: "Method not found" };
  return { ...plainAnswer(rpcFailure(id, error), 400), failure: "rpc-method-unknown" };
}

function wordsFor(
  code: number,
  status: number,
): { readonly error: typeof INTERNAL; readonly status: number } {
  if (code === NOT_FOUND.code) return { error: NOT_FOUND, status: 404 };
  if (status === 401 || status === 403) return { error: FORBIDDEN, status };
  if (status === 503 || status === 429) return { error: UNAVAILABLE, status };
  return status >= 500 ? { error: INTERNAL, status: 500 } : { error: INVALID_PARAMS, status: 400 };
}
