import {
  type CancelTaskRequest,
  type DeleteTaskPushNotificationConfigRequest,
  type GetExtendedAgentCardRequest,
  type GetTaskPushNotificationConfigRequest,
  type GetTaskRequest,
  type ListTaskPushNotificationConfigsRequest,
  type ListTasksRequest,
  type SubscribeToTaskRequest,
  type TaskPushNotificationConfig,
  TaskState,
  taskStateFromJSON,
} from "@a2a-js/sdk";
import { JsonReader } from "./json-reader.ts";
import { readPushConfig } from "./read-push-config.ts";

export function readGetTask(params: unknown): GetTaskRequest {
  return read(params, (reader) => ({
    ...readTaskId(reader),
    historyLength: reader.count("historyLength"),
  }));
}

export function readListTasks(params: unknown): ListTasksRequest {
  return read(params, (reader) => ({
    tenant: reader.text("tenant"),
    contextId: reader.text("contextId"),
    status: readState(reader),
    pageSize: reader.count("pageSize"),
    pageToken: reader.text("pageToken"),
    historyLength: reader.count("historyLength"),
    statusTimestampAfter: reader.text("statusTimestampAfter") || undefined,
    includeArtifacts: reader.flag("includeArtifacts"),
  }));
}

export function readCancelTask(params: unknown): CancelTaskRequest {
  return read(params, (reader) => ({ ...readTaskId(reader), metadata: reader.record("metadata") }));
}

export function readSubscribe(params: unknown): SubscribeToTaskRequest {
  return read(params, readTaskId);
}

export function readExtendedCard(params: unknown): GetExtendedAgentCardRequest {
  return read(params ?? {}, (reader) => ({ tenant: reader.text("tenant") }));
}

export function readCreatePushConfig(params: unknown): TaskPushNotificationConfig {
  return read(params, readPushConfig);
}

export function readPushConfigId(
  params: unknown,
): GetTaskPushNotificationConfigRequest & DeleteTaskPushNotificationConfigRequest {
  return read(params, (reader) => ({
    tenant: reader.text("tenant"),
    taskId: reader.text("taskId"),
    id: reader.text("id"),
  }));
}

export function readListPushConfigs(params: unknown): ListTaskPushNotificationConfigsRequest {
  return read(params, (reader) => ({
    tenant: reader.text("tenant"),
    taskId: reader.text("taskId"),
    pageSize: reader.count("pageSize") ?? 0,
    pageToken: reader.text("pageToken"),
  }));
}

function readTaskId(reader: JsonReader): { tenant: string; id: string } {
  return { tenant: reader.text("tenant"), id: reader.text("id") };
}

/** @throws InvalidRequestError naming every field of a wrong type */
function read<Request>(params: unknown, take: (reader: JsonReader) => Request): Request {
  const reader = JsonReader.ofParams(params);
  const request = take(reader);
  reader.throwIfFaulty();
  return request;
}

const STATE_NAMES = [
  "TASK_STATE_SUBMITTED",
  "TASK_STATE_WORKING",
  "TASK_STATE_COMPLETED",
  "TASK_STATE_FAILED",
  "TASK_STATE_CANCELED",
  "TASK_STATE_INPUT_REQUIRED",
  "TASK_STATE_REJECTED",
  "TASK_STATE_AUTH_REQUIRED",
];

/** What clients write where nobody set a state: "UNRECOGNIZED" is what the SDK's encoder makes of a missing one. */
const NO_STATE: readonly unknown[] = [undefined, "", "TASK_STATE_UNSPECIFIED", "UNRECOGNIZED"];

function readState(reader: JsonReader): TaskState {
  const value = reader.raw("status");
  if (NO_STATE.includes(value)) return TaskState.TASK_STATE_UNSPECIFIED;
  const state = taskStateFromJSON(value);
  if (state !== TaskState.UNRECOGNIZED) return state;
  reader.fault("status", `Must be one of ${STATE_NAMES.join(", ")}.`);
  return TaskState.TASK_STATE_UNSPECIFIED;
}
