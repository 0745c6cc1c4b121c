import { isLegacyJsonRpcMethod, isV1JsonRpcMethod } from "@a2a-js/sdk/compat/v0_3";
import type { ServerCallContext } from "@a2a-js/sdk/server";
import { allowedTo, ownerOf, READ_SCOPE, requireScope, WRITE_SCOPE } from "#a2a";
import type { TaskStore } from "#engine";
import { type DialectAnswer, type DialectEvents, plainAnswer } from "../dialect-answer.ts";
import { idOf, methodOf, type RpcCall, type RpcId, readCall, rpcResult } from "../rpc-call.ts";
import type { RpcDialect } from "../rpc-dialect.ts";
import type { NumberedLegacyStream } from "../v0-3/legacy-call.ts";
import { answerLegacyCall, isLegacyVersion, type LegacyDeps, read } from "../v0-3/legacy-rpc.ts";
import type { LegacyTask } from "../v0-3/legacy-types.ts";
import { requiredText } from "../v0-3/read-legacy-params.ts";
import { clientTaskIdOf, messageIdFor, readReferenceSend } from "./read-reference-send.ts";
import { ReferenceEvents } from "./reference-events.ts";
import { invalidRequest, methodUnknown, referenceFailure } from "./reference-failure.ts";
import { isOver, knownAs, referenceState, writeReferenceTask } from "./write-reference-task.ts";

export interface ReferenceDeps extends LegacyDeps {
  /** Which message made which task: how a task is found by the id that its client chose. */
  readonly findMessage: TaskStore["findMessage"];
  /** Gives an id for a task whose client chose none. */
  readonly newId: () => string;
}

const OWN_METHODS: ReadonlySet<string> = new Set(["tasks/send", "tasks/sendSubscribe"]);
/** A2A 0.3 has methods of the same names. */
const SHARED_METHODS: ReadonlySet<string> = new Set(["tasks/get", "tasks/cancel"]);

/** True for the methods by which the reference's clients may be told from others. */
export function isReferenceMethod(method: string): boolean {
  return OWN_METHODS.has(method) || SHARED_METHODS.has(method);
}

/**
 * The dialect of the Python reference, from before A2A 0.2. Of the two methods that it shares with 0.3 it answers those
 * of clients that name no version: in its own shape for a task that was made in it, else in that of 0.3. Failures of
 * such calls carry the reference's HTTP statuses; clients of 0.3 read the error from the body all the same.
 */
export function createReferenceRpc(deps: ReferenceDeps): RpcDialect {
  return {
    name: "reference",
    takes({ version, versionNamed, body }) {
      const method = methodOf(body);
      if (method === undefined || !isLegacyVersion(version)) return false;
      if (OWN_METHODS.has(method)) return true;
      return !versionNamed && (SHARED_METHODS.has(method) || isNobodys(method));
    },
    async answer({ body }, context, lastEventId) {
      const call = readCall(body);
      if (call === undefined) return invalidRequest(idOf(body));
      try {
        return await answer(call, context, lastEventId, deps);
      } catch (error) {
        return referenceFailure(call.id, error, deps.reportFault);
      }
    },
  };
}

/** A method that no version of A2A has. */
function isNobodys(method: string): boolean {
  return !isLegacyJsonRpcMethod(method) && !isV1JsonRpcMethod(method);
}

async function answer(
  call: RpcCall,
  context: ServerCallContext,
  lastEventId: number | undefined,
  deps: ReferenceDeps,
): Promise<DialectAnswer> {
  const { id, params } = call;
  const { bridge, sendStream } = deps.calls;
  switch (call.method) {
    case "tasks/send": {
      const sent = await bridge.sendMessage(readSend(params, deps), context);
      if (sent.kind === "task") return plainAnswer(rpcResult(id, writeReferenceTask(sent)));
      throw new Error("A message was answered without a task, which the reference does not know.");
    }
    case "tasks/sendSubscribe": {
      const asked = readSend(params, deps);
      const told = new ReferenceEvents(clientTaskIdOf(asked.message.messageId) ?? "");
      const stream = await sendStream(asked, context, lastEventId);
      return { kind: "stream", events: inEnvelopes(id, stream, told, deps) };
    }
    case "tasks/get":
      requireScope(context, READ_SCOPE);
      return answerOnTask(call, context, deps, async (task) => task);
    case "tasks/cancel":
      requireScope(context, WRITE_SCOPE);
      return answerOnTask(call, context, deps, (task) => cancel(task, context, deps));
    default:
      return methodUnknown(id);
  }
}

/** Finds the task, by the client's id before the server's, and answers in the dialect in which it was made. */
async function answerOnTask(
  call: RpcCall,
  context: ServerCallContext,
  deps: ReferenceDeps,
  act: (task: LegacyTask) => Promise<LegacyTask>,
): Promise<DialectAnswer> {
  const given = read(call.params, (reader) => requiredText(reader, "id"));
  const made = await deps.findMessage(messageIdFor(given), ownerOf(context, ""));
  // Whoever may cancel need not be allowed to read: this look is the own business of the dialect.
  const looking = allowedTo(context, READ_SCOPE);
  const task = await deps.calls.bridge.getTask(made?.taskId ?? given, looking);
  if (knownAs(task) === undefined) return answerLegacyCall(call, context, undefined, deps);
  return plainAnswer(rpcResult(call.id, writeReferenceTask(await act(task))));
}

/** In the reference, cancelling what has ended gives the task as it is. */
async function cancel(
  task: LegacyTask,
  context: ServerCallContext,
  deps: ReferenceDeps,
): Promise<LegacyTask> {
  const { bridge } = deps.calls;
  if (isOver(referenceState(task.status)) && task.status.state !== "input-required") return task;
  try {
    return await bridge.cancelTask(task.id, context);
  } catch (error) {
    const now = await bridge.getTask(task.id, allowedTo(context, READ_SCOPE));
    if (isOver(referenceState(now.status))) return now;
    throw error;
  }
}

function readSend(params: unknown, { newId }: ReferenceDeps) {
  return read(params, (reader) => readReferenceSend(reader, newId));
}

async function* inEnvelopes(
  id: RpcId,
  stream: NumberedLegacyStream,
  told: ReferenceEvents,
  deps: ReferenceDeps,
): DialectEvents {
  try {
    for await (const { seq, event } of stream) {
      const results = told.of(event).map((result) => rpcResult(id, result));
      // Only the last of an event's results has its id, so that none is missed by a client that resumes.
      for (const data of results.slice(0, -1)) yield { data };
      for (const data of results.slice(-1)) yield { id: String(seq), data };
    }
  } catch (error) {
    yield { data: referenceFailure(id, error, deps.reportFault).body };
  }
}
