import { isRecord } from "#a2a";

/** An id of a JSON-RPC request; null where there is none that can be repeated. */
export type RpcId = string | number | null;

/** A JSON-RPC request whose envelope is right. */
export interface RpcCall {
  readonly id: RpcId;
  readonly method: string;
  readonly params: unknown;
}

const MAX_ID_CHARACTERS = 256;

/** The method that a body asks for, whatever else is wrong with it; undefined for what is no JSON-RPC request. */
export function methodOf(body: unknown): string | undefined {
  if (!isRecord(body)) return undefined;
  const { method } = body;
  return typeof method === "string" ? method : undefined;
}

/** Undefined where the envelope is wrong. */
export function readCall(body: unknown): RpcCall | undefined {
  const method = methodOf(body);
  if (method === undefined || !isRecord(body) || body["jsonrpc"] !== "2.0") return undefined;
  const id = body["id"] ?? null;
  return isRpcId(id) ? { id, method, params: body["params"] } : undefined;
}

/** The id to answer with, also where the rest of the envelope is wrong. */
export function idOf(body: unknown): RpcId {
  const id = isRecord(body) ? body["id"] : null;
  return isRpcId(id) ? id : null;
}

export function rpcResult(id: RpcId, result: unknown): object {
  return { jsonrpc: "2.0", id, result };
}

export function rpcFailure(id: RpcId, error: { readonly code: number; readonly message: string }): object {
  return { jsonrpc: "2.0", id, error };
}

function isRpcId(id: unknown): id is RpcId {
  if (typeof id === "string") return id.length <= MAX_ID_CHARACTERS;
  return id === null || (typeof id === "number" && Number.isSafeInteger(id));
}
