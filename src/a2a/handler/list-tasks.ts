import { type ListTasksRequest, type ListTasksResponse, TaskState } from "@a2a-js/sdk";
import type { ServerCallContext } from "@a2a-js/sdk/server";
import type { Engine, TaskQuery, TaskStateKind } from "#engine";
import { ownerOf } from "../call/call-context.ts";
import type { TaskEncoder } from "../codec/task-encoder.ts";
import { stateFromA2A } from "../codec/task-states.ts";
import { type FieldViolation, InvalidRequestError } from "../errors/request-errors.ts";
import { historyFaults } from "../send/check-message.ts";

const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 100;
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/i;

/** A page of the owner's tasks, newest status first. @throws InvalidRequestError, CursorInvalidError */
export async function listTasks(
  request: ListTasksRequest,
  context: ServerCallContext,
  engine: Pick<Engine, "list">,
  encoder: TaskEncoder,
): Promise<ListTasksResponse> {
  const query = queryOf(request, context);
  const { pageSize } = query;
  // No task of ours ever waits for authentication.
  if (query.states?.length === 0) return { tasks: [], nextPageToken: "", pageSize, totalSize: 0 };
  const page = await engine.list(query);
  const view = {
    historyLength: request.historyLength,
    includeArtifacts: request.includeArtifacts === true,
  };
  return {
    tasks: await Promise.all(page.tasks.map((task) => encoder.task(task, view))),
    nextPageToken: page.nextCursor ?? "",
    pageSize,
    totalSize: page.totalSize,
  };
}

function queryOf(request: ListTasksRequest, context: ServerCallContext): TaskQuery {
  const pageSize = request.pageSize ?? DEFAULT_PAGE_SIZE;
  const statusSince = timeOf(request.statusTimestampAfter);
  const faults = [
    ...pageSizeFaults(pageSize),
    ...historyFaults("historyLength", request.historyLength),
    ...(Number.isNaN(statusSince)
      ? [
          {
            field: "statusTimestampAfter",
            description: "Must be an ISO 8601 time, such as 2026-01-31T08:00:00.000Z.",
          },
        ]
      : []),
    ...(request.status === TaskState.UNRECOGNIZED
      ? [{ field: "status", description: "Must be a state of A2A, such as TASK_STATE_WORKING." }]
      : []),
  ];
  if (faults.length > 0) throw new InvalidRequestError(faults);
  const states = statesOf(request.status);
  return {
    ...ownerOf(context, request.tenant),
    pageSize,
    ...(request.contextId === "" ? {} : { contextId: request.contextId }),
    ...(states === undefined ? {} : { states }),
    ...(statusSince === undefined ? {} : { statusSince }),
    ...(request.pageToken === "" ? {} : { cursor: request.pageToken }),
  };
}

function pageSizeFaults(pageSize: number): FieldViolation[] {
  if (Number.isInteger(pageSize) && pageSize >= 1 && pageSize <= MAX_PAGE_SIZE) return [];
  return [{ field: "pageSize", description: `Must be a whole number from 1 to ${MAX_PAGE_SIZE}.` }];
}

/** Undefined for none, NaN for what is no time. */
function timeOf(timestamp: string | undefined): number | undefined {
  if (timestamp === undefined || timestamp === "") return undefined;
  return TIMESTAMP.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
}

/** Undefined for all, empty for a state in which no task of ours ever is. */
function statesOf(status: TaskState): readonly TaskStateKind[] | undefined {
  if (status === TaskState.TASK_STATE_UNSPECIFIED) return undefined;
  const state = stateFromA2A(status);
  return state === undefined ? [] : [state];
}
