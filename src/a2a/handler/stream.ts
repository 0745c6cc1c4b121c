import type { ServerCallContext } from "@a2a-js/sdk/server";
import { isTerminal, type ReadUntil, type StoredTask, type TaskOwner } from "#engine";
import { ownerOf, signalOf } from "../call/call-context.ts";
import type { TaskEncoder } from "../codec/task-encoder.ts";
import { OperationUnsupportedError } from "../errors/request-errors.ts";
import type { NumberedResponse, StreamCall } from "./a2a-handler.ts";
import { READ_SCOPE, requireId, requireScope, requireStreaming } from "./call-checks.ts";
import type { A2AHandlerDeps } from "./handler-deps.ts";
import { takeRequest } from "./send.ts";

type Stream = AsyncGenerator<NumberedResponse, void, undefined>;

/** Opens a stream; see `A2AHandler.openStream`. @throws any failure of the call, typed */
export async function openStream(
  call: StreamCall,
  context: ServerCallContext,
  deps: A2AHandlerDeps,
  encoder: TaskEncoder,
): Promise<Stream> {
  requireStreaming(deps.card);
  if (call.method === "SubscribeToTask") {
    requireScope(context, READ_SCOPE);
    const owner = ownerOf(context, call.params.tenant);
    const task = await deps.engine.get(requireId("id", call.params.id), owner);
    if (isTerminal(task.state) && (call.afterSeq ?? task.lastSeq) >= task.lastSeq) {
      throw new OperationUnsupportedError("The task has ended and nothing more comes: ask for the task.");
    }
    // Who subscribes sees the answer to a question, too; who sends a message comes back with the answer.
    const told: Told = { task, owner, afterSeq: call.afterSeq, historyLength: undefined, until: "ended" };
    return tell(told, context, deps, encoder);
  }
  const taken = await takeRequest(call.params, context, deps);
  if (taken.kind === "message") {
    const response = { payload: { $case: "message" as const, value: taken.message } };
    return one({ seq: 0, response });
  }
  const { task, owner } = taken;
  const historyLength = call.params.configuration?.historyLength;
  const told: Told = { task, owner, afterSeq: call.afterSeq, historyLength, until: "settled" };
  return tell(told, context, deps, encoder);
}

interface Told {
  readonly task: StoredTask;
  readonly owner: TaskOwner;
  /** Undefined: the task comes first. */
  readonly afterSeq: number | undefined;
  readonly historyLength: number | undefined;
  readonly until: ReadUntil;
}

/** The task as it stood, then what happened since, by its own numbers: nothing can fall between the two. */
async function* tell(
  { task, owner, afterSeq, historyLength, until }: Told,
  context: ServerCallContext,
  { engine }: A2AHandlerDeps,
  encoder: TaskEncoder,
): Stream {
  const signal = signalOf(context);
  if (afterSeq === undefined) {
    const value = await encoder.task(task, { historyLength, includeArtifacts: true });
    yield { seq: task.lastSeq, response: { payload: { $case: "task", value } } };
    if (isTerminal(task.state)) return;
  }
  try {
    for await (const event of engine.events(task.id, owner, afterSeq ?? task.lastSeq, signal, until)) {
      const response = await encoder.event(event, task.contextId);
      if (response !== undefined) yield { seq: event.seq, response };
    }
  } catch (error) {
    // Nobody is left to be told.
    if (!signal.aborted) throw error;
  }
}

async function* one(response: NumberedResponse): Stream {
  yield response;
}
