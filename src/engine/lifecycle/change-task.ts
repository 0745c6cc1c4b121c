import { assertNever } from "#kernel";
import type { JsonObject, TaskArtifact, TaskMessage } from "../content.ts";
import type { Submission } from "../engine-api.ts";
import type { TaskChange } from "../ports.ts";
import type { StoredTask, TaskEventBody, TaskId, TaskState } from "../task.ts";
import { type ArtifactWritten, next, type RefusalReason, type TaskHappening } from "./transition.ts";

/** The transaction that a happening makes, or why the task does not take it. */
export type Changed =
  | { readonly kind: "change"; readonly change: TaskChange }
  | { readonly kind: "refused"; readonly reason: RefusalReason };

/** What a happening leaves of a task: the row's fields that change, and the events that tell it. */
interface Effect {
  readonly task: StoredTask;
  readonly events: readonly TaskEventBody[];
}

/** The first transaction of a task: the message that made it, and that it waits. */
export function createTask(submission: Submission, id: TaskId, contextId: string, at: number): TaskChange {
  const { message, metadata, request, timeoutMs } = submission;
  const { tenant, owner } = submission.owner;
  const task: StoredTask = {
    tenant,
    owner,
    id,
    contextId,
    version: 0,
    lastSeq: 0,
    state: { kind: "submitted" },
    history: [message],
    artifacts: [],
    metadata,
    request,
    cancelRequested: false,
    attempts: 0,
    runs: 0,
    timeoutMs,
    createdAt: at,
    statusAt: at,
  };
  const events: TaskEventBody[] = [
    { type: "message-added", message },
    { type: "status-changed", state: task.state },
  ];
  return { task, expectedVersion: undefined, events, at };
}

/** What a happening makes of a stored task. Pure: `at` is the time of the change, milliseconds since the epoch. */
export function changeTask(task: StoredTask, happening: TaskHappening, at: number): Changed {
  const transition = next(task.state, happening);
  if (transition.kind === "refused") return transition;
  const effect = effectOf(task, transition.state, happening, at);
  return { kind: "change", change: { ...effect, expectedVersion: task.version, at } };
}

function effectOf(task: StoredTask, state: TaskState, happening: TaskHappening, at: number): Effect {
  switch (happening.type) {
    case "run-begun":
      return beginRun(task, state, at);
    case "progress-told":
      return setStatus(gotFurther(task), state, at, happening.message, happening.metadata);
    case "artifact-written":
      return writeArtifact(gotFurther(task), happening);
    case "run-completed":
      return setStatus(task, state, at, happening.message);
    case "input-asked":
      return setStatus(withoutDeadline({ ...task, attempts: 0 }), state, at, happening.message);
    case "task-rejected":
    case "task-failed":
    case "answer-missed":
      return setStatus(task, state, at);
    case "run-handed-back":
      // A run that was asked to leave did not die: it does not count as one that did.
      return { task: { ...task, attempts: Math.max(0, task.attempts - 1) }, events: [] };
    case "cancel-requested":
      return setStatus({ ...task, cancelRequested: true }, state, at);
    case "follow-up-received": {
      const { message, metadata, request, timeoutMs } = happening;
      const question = task.statusMessage === undefined ? [] : [task.statusMessage];
      const continued: StoredTask = {
        ...task,
        history: [...task.history, ...question, message],
        metadata: { ...task.metadata, ...metadata },
        request: { ...task.request, ...request },
        timeoutMs,
      };
      const effect = setStatus(continued, state, at);
      return { task: effect.task, events: [{ type: "message-added", message }, ...effect.events] };
    }
    default:
      return assertNever(happening);
  }
}

/** A run that takes over from one that died changes no status: streams need not hear of it. */
function beginRun(task: StoredTask, state: TaskState, at: number): Effect {
  const begun = {
    ...task,
    attempts: task.attempts + 1,
    runs: task.runs + 1,
    deadlineAt: task.deadlineAt ?? at + task.timeoutMs,
  };
  return task.state.kind === state.kind ? { task: begun, events: [] } : setStatus(begun, state, at);
}

/** What is told is new: the runs that died before this one did not die in vain, and only those that do are counted. */
function gotFurther(task: StoredTask): StoredTask {
  return { ...task, attempts: Math.min(1, task.attempts) };
}

function setStatus(
  task: StoredTask,
  state: TaskState,
  at: number,
  message?: TaskMessage,
  metadata?: JsonObject,
): Effect {
  const { statusMessage: _before, ...rest } = task;
  const said = message === undefined ? {} : { statusMessage: message };
  const event: TaskEventBody = {
    type: "status-changed",
    state,
    ...(message === undefined ? {} : { message }),
    ...(metadata === undefined ? {} : { metadata }),
  };
  return { task: { ...rest, ...said, state, statusAt: at }, events: [event] };
}

function writeArtifact(task: StoredTask, written: ArtifactWritten): Effect {
  const { artifact, append, lastChunk } = written;
  const at = task.artifacts.findIndex((one) => one.artifactId === artifact.artifactId);
  const after = addChunk(task.artifacts[at], artifact, append);
  const artifacts = at < 0 ? [...task.artifacts, after] : task.artifacts.with(at, after);
  return {
    task: { ...task, artifacts },
    events: [{ type: "artifact-updated", artifact, append, lastChunk }],
  };
}

/** An artifact after a chunk: its parts are added, what else the chunk says is laid over; or the chunk replaces it. */
export function addChunk(
  before: TaskArtifact | undefined,
  chunk: TaskArtifact,
  append: boolean,
): TaskArtifact {
  if (before === undefined || !append) return chunk;
  return { ...before, ...chunk, parts: [...before.parts, ...chunk.parts] };
}

function withoutDeadline(task: StoredTask): StoredTask {
  const { deadlineAt: _deadline, ...rest } = task;
  return rest;
}
