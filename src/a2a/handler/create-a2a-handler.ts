import type { ServerCallContext } from "@a2a-js/sdk/server";
import { isTerminal, type StoredTask, TaskEndedError } from "#engine";
import { ownerOf, signalOf } from "../call/call-context.ts";
import { createTaskEncoder, type TaskEncoder } from "../codec/task-encoder.ts";
import { toA2AError } from "../errors/error-answers.ts";
import {
  InvalidRequestError,
  PushUnsupportedError,
  TaskUncancelableError,
} from "../errors/request-errors.ts";
import { historyFaults } from "../send/check-message.ts";
import type { A2AHandler, NumberedResponse, StreamCall } from "./a2a-handler.ts";
import { READ_SCOPE, requireId, requireScope, WRITE_SCOPE } from "./call-checks.ts";
import { extendedCardFor } from "./extended-card.ts";
import type { A2AHandlerDeps } from "./handler-deps.ts";
import { listTasks } from "./list-tasks.ts";
import { takeRequest } from "./send.ts";
import { openStream } from "./stream.ts";

/** All methods of A2A over the engine. It keeps nothing itself: any number of them tell the same story. */
export function createA2AHandler(deps: A2AHandlerDeps): A2AHandler {
  const encoder = createTaskEncoder(deps.documents, deps.limits.inlineHistoryBytes);
  const edge = createEdge(deps);
  const open = (call: StreamCall, context: ServerCallContext) =>
    edge.answer(async () => edge.stream(await openStream(call, context, deps, encoder)));
  async function* numbered(call: StreamCall, context: ServerCallContext) {
    yield* await open(call, context);
  }
  async function* plain(call: StreamCall, context: ServerCallContext) {
    for await (const { response } of await open(call, context)) yield response;
  }
  const whole = (task: StoredTask, historyLength?: number) =>
    encoder.task(task, { historyLength, includeArtifacts: true });

  return {
    ...taskMethods(deps, encoder, edge),
    ...pushMethods(edge),
    getAgentCard: () => Promise.resolve(deps.card),
    getAuthenticatedExtendedAgentCard: (_params, context) =>
      edge.answer(() => extendedCardFor(context, deps)),
    sendMessage: (params, context) =>
      edge.answer(async () => {
        const taken = await takeRequest(params, context, deps);
        if (taken.kind === "message") return taken.message;
        const { task, owner } = taken;
        const waits = params.configuration?.returnImmediately !== true && !isTerminal(task.state);
        const now = waits ? await deps.engine.settled(task.id, owner, signalOf(context)) : task;
        return whole(now, params.configuration?.historyLength);
      }),
    sendMessageStream: (params, context) => plain({ method: "SendStreamingMessage", params }, context),
    resubscribe: (params, context) => plain({ method: "SubscribeToTask", params }, context),
    openStream: open,
    streamWithSeq: numbered,
  };
}

function taskMethods({ engine }: A2AHandlerDeps, encoder: TaskEncoder, edge: Edge) {
  return {
    getTask: (params, context) =>
      edge.answer(async () => {
        requireScope(context, READ_SCOPE);
        const faults = historyFaults("historyLength", params.historyLength);
        if (faults.length > 0) throw new InvalidRequestError(faults);
        const task = await engine.get(requireId("id", params.id), ownerOf(context, params.tenant));
        return encoder.polledTask(task, { historyLength: params.historyLength, includeArtifacts: true });
      }),
    listTasks: (params, context) =>
      edge.answer(async () => {
        requireScope(context, READ_SCOPE);
        return listTasks(params, context, engine, encoder);
      }),
    cancelTask: (params, context) =>
      edge.answer(async () => {
        requireScope(context, WRITE_SCOPE);
        const owner = ownerOf(context, params.tenant);
        const task = await engine.cancel(requireId("id", params.id), owner).catch((error: unknown) => {
          throw error instanceof TaskEndedError ? new TaskUncancelableError() : error;
        });
        return encoder.task(task, { historyLength: undefined, includeArtifacts: true });
      }),
  } satisfies Partial<A2AHandler>;
}

/** The card says that there are no push notifications, and so do these. */
function pushMethods(edge: Edge) {
  const refuse = (scope: string) => (_params: unknown, context: ServerCallContext) =>
    edge.answer(async (): Promise<never> => {
      requireScope(context, scope);
      throw new PushUnsupportedError();
    });
  return {
    createTaskPushNotificationConfig: refuse(WRITE_SCOPE),
    getTaskPushNotificationConfig: refuse(READ_SCOPE),
    listTaskPushNotificationConfigs: refuse(READ_SCOPE),
    deleteTaskPushNotificationConfig: refuse(WRITE_SCOPE),
  } satisfies Partial<A2AHandler>;
}

/** Where failures leave as the SDK's errors. */
interface Edge {
  answer<Value>(work: () => Promise<Value>): Promise<Value>;
  stream(
    source: AsyncGenerator<NumberedResponse, void, undefined>,
  ): AsyncGenerator<NumberedResponse, void, undefined>;
}

function createEdge({ reportFault }: A2AHandlerDeps): Edge {
  return {
    async answer(work) {
      try {
        return await work();
      } catch (error) {
        throw toA2AError(error, reportFault);
      }
    },
    async *stream(source) {
      try {
        yield* source;
      } catch (error) {
        throw toA2AError(error, reportFault);
      }
    },
  };
}
