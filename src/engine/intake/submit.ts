import type { Clock } from "#kernel";
import type { Dispatcher } from "../dispatch/dispatcher.ts";
import type { Submission } from "../engine-api.ts";
import type { AdmitSubmission } from "../engine-options.ts";
import {
  ContextMismatchError,
  MessageConflictError,
  TaskBusyError,
  TaskEndedError,
  TaskNotFoundError,
  VersionConflictError,
} from "../errors.ts";
import { createTask } from "../lifecycle/change-task.ts";
import type { TaskCommits } from "../lifecycle/task-commits.ts";
import type { MessageRecord, TaskChange, TaskPlace, TaskStore } from "../ports.ts";
import { isStoreAway } from "../run/store-patience.ts";
import type { StoredTask, TaskId } from "../task.ts";

export interface IntakeDeps {
  readonly tasks: TaskStore;
  readonly commits: TaskCommits;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly admit: AdmitSubmission;
  /** @throws ShuttingDownError once nothing new is taken */
  readonly throwIfClosed: () => void;
}

/**
 * Stores a message and lets its task wait for its turn. A message that came before gets the task it made then, also
 * while the server is busy or shutting down: it costs nothing and was acknowledged.
 */
export async function submit(submission: Submission, deps: IntakeDeps): Promise<StoredTask> {
  try {
    return await take(submission, deps);
  } catch (error) {
    // Few messages come twice, and those are refused when they are stored, if not before: looking first would cost all others.
    const first = isStoreAway(error) ? undefined : await findKnown(submission, deps);
    if (first === undefined) throw error;
    return first;
  }
}

async function take(submission: Submission, deps: IntakeDeps): Promise<StoredTask> {
  deps.throwIfClosed();
  using _place = await deps.dispatcher.reserve(submission.owner);
  const places = await deps.admit(submission);
  const task =
    submission.taskId === undefined
      ? await create(submission, places, deps)
      : await proceed(submission, submission.taskId, deps);
  deps.dispatcher.enqueue(task);
  return task;
}

/** The task that the same message made or continued before. @throws MessageConflictError for one of other content */
async function findKnown(submission: Submission, deps: IntakeDeps): Promise<StoredTask | undefined> {
  const { message, owner, contentHash } = submission;
  const record = await deps.tasks.findMessage(message.messageId, owner);
  if (record === undefined) return undefined;
  if (record.contentHash !== contentHash) throw new MessageConflictError(message.messageId);
  return deps.tasks.get(record.taskId, owner);
}

function create(submission: Submission, places: readonly TaskPlace[], deps: IntakeDeps): Promise<StoredTask> {
  const id = deps.newId();
  const contextId = submission.contextId ?? deps.newId();
  const change = createTask(submission, id, contextId, deps.clock.now());
  return store(submission, { ...change, places }, deps);
}

async function proceed(submission: Submission, id: TaskId, deps: IntakeDeps): Promise<StoredTask> {
  const { message, metadata, request, timeoutMs, contextId, owner } = submission;
  for (;;) {
    const task = await deps.tasks.get(id, owner);
    if (task === undefined) throw new TaskNotFoundError();
    if (contextId !== undefined && contextId !== task.contextId) throw new ContextMismatchError();
    const planned = deps.commits.plan(task, {
      type: "follow-up-received",
      message,
      metadata,
      request,
      timeoutMs,
    });
    if (planned.kind === "refused") {
      throw planned.reason === "ended" ? new TaskEndedError() : new TaskBusyError();
    }
    try {
      return await store(submission, planned.change, deps);
    } catch (error) {
      if (!(error instanceof VersionConflictError)) throw error;
    }
  }
}

function store(submission: Submission, change: TaskChange, deps: IntakeDeps): Promise<StoredTask> {
  const { owner, message, contentHash } = submission;
  const record: MessageRecord = {
    tenant: owner.tenant,
    owner: owner.owner,
    messageId: message.messageId,
    contentHash,
    taskId: change.task.id,
  };
  return deps.commits.store(change, record);
}
