import { EnvelopeInvalidError } from "../errors.ts";

export type RpcId = string | number | null;

/** A JSON-RPC 2.0 request whose envelope is right; its parameters are for the method to read. */
export interface RpcCall {
  readonly id: RpcId;
  readonly method: string;
  readonly params: unknown;
}

const MAX_ID_CHARACTERS = 256;

/**
 * Reads the envelope. A request without an id is answered with the id null: A2A has no notifications.
 * @throws EnvelopeInvalidError
 */
export function readEnvelope(body: unknown): RpcCall {
  if (Array.isArray(body))
    throw new EnvelopeInvalidError("batches are not supported, send the calls one by one");
  if (!isRecord(body)) throw new EnvelopeInvalidError("it must be an object");
  if (body["jsonrpc"] !== "2.0") throw new EnvelopeInvalidError('jsonrpc must be "2.0"');
  if (Object.hasOwn(body, "id") && !isRpcId(body["id"])) {
    throw new EnvelopeInvalidError("id must be a text of at most 256 characters, a whole number or null");
  }
  const { method } = body;
  if (typeof method !== "string" || method === "") throw new EnvelopeInvalidError("method must be a text");
  return { id: idOf(body), method, params: body["params"] };
}

/** The id to answer with, also where the rest of the envelope is wrong; null where there is none. */
export function idOf(body: unknown): RpcId {
  if (!isRecord(body)) return null;
  const { id } = body;
  return isRpcId(id) ? id : null;
}

function isRpcId(id: unknown): id is RpcId {
  if (typeof id === "string") return id.length <= MAX_ID_CHARACTERS;
  return id === null || (typeof id === "number" && Number.isSafeInteger(id));
}

function isRecord(
  value: unknown,
): value is { readonly [key: string]: unknown; readonly id?: unknown; readonly method?: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
