import {
  AgentCard,
  ListTaskPushNotificationConfigsResponse,
  type ListTasksResponse,
  Message,
  Task,
  TaskPushNotificationConfig,
} from "@a2a-js/sdk";
import type { ServerCallContext } from "@a2a-js/sdk/server";
import {
  type A2AHandler,
  readCancelTask,
  readCreatePushConfig,
  readExtendedCard,
  readGetTask,
  readListPushConfigs,
  readListTasks,
  readPushConfigId,
  readSendMessage,
} from "#a2a";

/** The result of a method as it goes over the wire. */
export interface OperationAnswer {
  /** JSON; `null` for a method that gives nothing. */
  readonly json: string;
  /** The task that the result is about, for the log. */
  readonly taskId?: string;
}

/** One method of A2A that gives one answer: from the JSON of its parameters to the JSON text of its result. */
export type Operation = (
  handler: A2AHandler,
  params: unknown,
  context: ServerCallContext,
) => Promise<OperationAnswer>;

/**
 * The methods with one answer, by their JSON-RPC name. Both bindings run these, so that they cannot come apart; the two
 * that stream are opened by `openStream` of the handler.
 */
export const OPERATIONS = {
  SendMessage: async (handler, params, context) => {
    const sent = await handler.sendMessage(readSendMessage(params), context);
    if ("messageId" in sent) return answerOf({ message: Message.toJSON(sent) });
    return { json: `{"task":${sent.json}}`, taskId: sent.id };
  },
  GetTask: (handler, params, context) => handler.getTask(readGetTask(params), context),
  ListTasks: async (handler, params, context) => {
    const request = readListTasks(params);
    return answerOf(listJson(await handler.listTasks(request, context), request.includeArtifacts === true));
  },
  CancelTask: async (handler, params, context) => handler.cancelTask(readCancelTask(params), context),
  CreateTaskPushNotificationConfig: async (handler, params, context) =>
    answerOf(
      TaskPushNotificationConfig.toJSON(
        await handler.createTaskPushNotificationConfig(readCreatePushConfig(params), context),
      ),
    ),
  GetTaskPushNotificationConfig: async (handler, params, context) =>
    answerOf(
      TaskPushNotificationConfig.toJSON(
        await handler.getTaskPushNotificationConfig(readPushConfigId(params), context),
      ),
    ),
  ListTaskPushNotificationConfigs: async (handler, params, context) =>
    answerOf(
      ListTaskPushNotificationConfigsResponse.toJSON(
        await handler.listTaskPushNotificationConfigs(readListPushConfigs(params), context),
      ),
    ),
  DeleteTaskPushNotificationConfig: async (handler, params, context) => {
    await handler.deleteTaskPushNotificationConfig(readPushConfigId(params), context);
    return answerOf(null);
  },
  GetExtendedAgentCard: async (handler, params, context) =>
    answerOf(
      AgentCard.toJSON(await handler.getAuthenticatedExtendedAgentCard(readExtendedCard(params), context)),
    ),
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;

/** Every method of A2A, those that stream included. */
export type MethodName = OperationName | "SendStreamingMessage" | "SubscribeToTask";

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(OPERATIONS, name);
}

function answerOf(result: unknown): OperationAnswer {
  return { json: JSON.stringify(result) };
}

/** The specification wants every member of a list's answer, also where the codec leaves out what is empty. */
function listJson(response: ListTasksResponse, withArtifacts: boolean): unknown {
  const tasks = response.tasks.map((task) => {
    const json = Task.toJSON(task);
    return withArtifacts && typeof json === "object" ? { artifacts: [], ...json } : json;
  });
  const { nextPageToken, pageSize, totalSize } = response;
  return { tasks, nextPageToken, pageSize, totalSize };
}
