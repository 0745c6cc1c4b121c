import {
  isLegacyJsonRpcMethod,
  isV1JsonRpcMethod,
  LEGACY_METHOD_GET_AUTHENTICATED_EXTENDED_CARD,
  LEGACY_METHOD_MESSAGE_SEND,
  LEGACY_METHOD_MESSAGE_STREAM,
  LEGACY_METHOD_PUSH_NOTIFICATION_CONFIG_DELETE,
  LEGACY_METHOD_PUSH_NOTIFICATION_CONFIG_GET,
  LEGACY_METHOD_PUSH_NOTIFICATION_CONFIG_LIST,
  LEGACY_METHOD_PUSH_NOTIFICATION_CONFIG_SET,
  LEGACY_METHOD_TASKS_CANCEL,
  LEGACY_METHOD_TASKS_GET,
  LEGACY_METHOD_TASKS_RESUBSCRIBE,
} from "@a2a-js/sdk/compat/v0_3";
import type { ServerCallContext } from "@a2a-js/sdk/server";
import { JsonReader, type ReportFault, requireScope, rpcStatus, WRITE_SCOPE } from "#a2a";
import {
  type DialectAnswer,
  type DialectEvents,
  type PlainAnswer,
  plainAnswer,
  tellFailure,
} from "../dialect-answer.ts";
import { idOf, methodOf, type RpcCall, type RpcId, readCall, rpcFailure, rpcResult } from "../rpc-call.ts";
import type { RpcDialect } from "../rpc-dialect.ts";
import type { LegacyCalls, NumberedLegacyStream } from "./legacy-call.ts";
import { readLegacyPushConfig, readLegacySend, requiredText } from "./read-legacy-params.ts";

export interface LegacyDeps {
  readonly calls: LegacyCalls;
  readonly reportFault: ReportFault;
}

/** A2A 0.3 over JSON-RPC. Failures have status 200, as 0.3 has it, save for those that HTTP itself acts on. */
export function createLegacyRpc(deps: LegacyDeps): RpcDialect {
  return {
    name: "v0.3",
    takes({ version, body }) {
      const method = methodOf(body);
      return isLegacyVersion(version) && method !== undefined && !isV1JsonRpcMethod(method);
    },
    async answer({ body }, context, lastEventId) {
      const call = readCall(body);
      if (call === undefined) return plainAnswer(rpcFailure(idOf(body), INVALID_REQUEST));
      return answerLegacyCall(call, context, lastEventId, deps);
    },
  };
}

const INVALID_REQUEST = { code: -32600, message: "The request is no JSON-RPC 2.0 request." };

const METHOD_NOT_FOUND = { code: -32601, message: "A2A 0.3 has no such method." };

export function isLegacyVersion(version: string): boolean {
  return /^0\.\d+$/.test(version);
}

/** Never rejects. */
export async function answerLegacyCall(
  call: RpcCall,
  context: ServerCallContext,
  afterSeq: number | undefined,
  deps: LegacyDeps,
): Promise<DialectAnswer> {
  const { id } = call;
  if (!isLegacyJsonRpcMethod(call.method)) return plainAnswer(rpcFailure(id, METHOD_NOT_FOUND));
  try {
    const stream = await openStream(call, context, afterSeq, deps.calls);
    if (stream !== undefined) return { kind: "stream", events: inEnvelopes(id, stream, deps.reportFault) };
    return plainAnswer(rpcResult(id, await answer(call, context, deps.calls)));
  } catch (error) {
    return legacyFailure(id, error, deps.reportFault);
  }
}

function legacyFailure(id: RpcId, error: unknown, reportFault: ReportFault): PlainAnswer {
  const { rpc, status, headers, failure } = tellFailure(error, reportFault);
  return { ...plainAnswer(rpcFailure(id, rpc), rpcStatus(status)), headers, failure };
}

async function openStream(
  { method, params }: RpcCall,
  context: ServerCallContext,
  afterSeq: number | undefined,
  calls: LegacyCalls,
): Promise<NumberedLegacyStream | undefined> {
  switch (method) {
    case LEGACY_METHOD_MESSAGE_STREAM:
      return calls.sendStream(read(params, readLegacySend), context, afterSeq);
    case LEGACY_METHOD_TASKS_RESUBSCRIBE:
      return calls.subscribe(readId(params), context, afterSeq);
    default:
      return undefined;
  }
}

async function answer(
  { method, params }: RpcCall,
  context: ServerCallContext,
  { bridge }: LegacyCalls,
): Promise<unknown> {
  switch (method) {
    case LEGACY_METHOD_MESSAGE_SEND:
      return bridge.sendMessage(read(params, readLegacySend), context);
    case LEGACY_METHOD_TASKS_GET: {
      const { id, historyLength } = read(params, readTaskQuery);
      return bridge.getTask(id, context, historyLength);
    }
    case LEGACY_METHOD_TASKS_CANCEL:
      return bridge.cancelTask(readId(params), context);
    case LEGACY_METHOD_PUSH_NOTIFICATION_CONFIG_SET:
      // The bridge would say first that there are no push notifications.
      requireScope(context, WRITE_SCOPE);
      return bridge.setTaskPushNotificationConfig(read(params, readSetPush), context);
    case LEGACY_METHOD_PUSH_NOTIFICATION_CONFIG_GET: {
      const { id, configId } = read(params, readPushId);
      return bridge.getTaskPushNotificationConfig(id, configId, context);
    }
    case LEGACY_METHOD_PUSH_NOTIFICATION_CONFIG_LIST:
      return bridge.listTaskPushNotificationConfigs(readId(params), context);
    case LEGACY_METHOD_PUSH_NOTIFICATION_CONFIG_DELETE: {
      const { id, configId } = read(params, readPushId);
      await bridge.deleteTaskPushNotificationConfig(id, configId, context);
      return null;
    }
    case LEGACY_METHOD_GET_AUTHENTICATED_EXTENDED_CARD:
      return bridge.getAuthenticatedExtendedAgentCard(context);
    default:
      throw new Error(`${method} is a method of 0.3 that nobody answers.`);
  }
}

async function* inEnvelopes(
  id: RpcId,
  stream: NumberedLegacyStream,
  reportFault: ReportFault,
): DialectEvents {
  try {
    for await (const { seq, event } of stream) yield { id: String(seq), data: rpcResult(id, event) };
  } catch (error) {
    yield { data: rpcFailure(id, tellFailure(error, reportFault).rpc) };
  }
}

const readTaskQuery = (reader: JsonReader) => ({
  id: requiredText(reader, "id"),
  historyLength: reader.count("historyLength"),
});

const readSetPush = (reader: JsonReader) => {
  const config = reader.nested("pushNotificationConfig");
  if (config === undefined) reader.fault("pushNotificationConfig", "Must be there.");
  return {
    taskId: requiredText(reader, "taskId"),
    pushNotificationConfig: config === undefined ? { url: "" } : readLegacyPushConfig(config),
  };
};

/** In 0.3 a task's only configuration may be named by the task alone: its id is then the task's. */
const readPushId = (reader: JsonReader) => {
  const id = requiredText(reader, "id");
  return { id, configId: reader.text("pushNotificationConfigId") || id };
};

function readId(params: unknown): string {
  return read(params, (reader) => requiredText(reader, "id"));
}

/** @throws InvalidRequestError naming every field at fault */
export function read<Value>(params: unknown, take: (reader: JsonReader) => Value): Value {
  const reader = JsonReader.ofParams(params);
  const value = take(reader);
  reader.throwIfFaulty();
  return value;
}
