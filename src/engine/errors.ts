import { AppError } from "#kernel";

/** Somebody else changed the task first: whoever loses the compare-and-set stops. */
export class VersionConflictError extends AppError<"version-conflict"> {
  readonly code = "version-conflict";
  readonly taskId: string;

  constructor(taskId: string) {
    super(`Task ${taskId} was changed by somebody else.`);
    this.taskId = taskId;
  }
}

/** The same messageId came before with other content. */
export class MessageConflictError extends AppError<"message-conflict"> {
  readonly code = "message-conflict";
  readonly messageId: string;

  constructor(messageId: string) {
    super(`A message with id ${messageId} and other content was received before.`);
    this.messageId = messageId;
  }
}

/** The page cursor is not one that this server gave. */
export class CursorInvalidError extends AppError<"cursor-invalid"> {
  readonly code = "cursor-invalid";

  constructor() {
    super("The page token is not one that this server gave.");
  }
}

/** There is no such task, or none of this owner's. */
export class TaskNotFoundError extends AppError<"task-not-found"> {
  readonly code = "task-not-found";

  constructor() {
    super("There is no such task.");
  }
}

/** The task has ended. */
export class TaskEndedError extends AppError<"task-ended"> {
  readonly code = "task-ended";

  constructor() {
    super("The task has ended: nothing can be added to it.");
  }
}

/**
 * The task is not waiting for a message: only a task that asked for input takes a follow-up. A second run beside the
 * first would have two writers tell one story.
 */
export class TaskBusyError extends AppError<"task-busy"> {
  readonly code = "task-busy";

  constructor() {
    super("The task is still at work and takes no further message: wait until it ends or asks for input.");
  }
}

/** The message names a context that is not that of its task. */
export class ContextMismatchError extends AppError<"context-mismatch"> {
  readonly code = "context-mismatch";

  constructor() {
    super(
      "The message names another context than its task has: leave the context out, or name the task's own.",
    );
  }
}

/** Too much is waiting already. `retryAfterSeconds` says when to come again. */
export class ServerBusyError extends AppError<"server-busy"> {
  readonly code = "server-busy";
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(`The server is busy: try again in ${retryAfterSeconds} s.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** As many tasks are unfinished as the caller may have at a time. `retryAfterSeconds` says when to look again. */
export class TooManyTasksError extends AppError<"too-many-tasks"> {
  readonly code = "too-many-tasks";
  readonly max: number;
  readonly retryAfterSeconds = 5;

  constructor(max: number) {
    super(`Only ${max} of your tasks may be unfinished at a time: wait until one has ended, or cancel one.`);
    this.max = max;
  }
}

/** The server is shutting down and takes nothing new. */
export class ShuttingDownError extends AppError<"shutting-down"> {
  readonly code = "shutting-down";

  constructor() {
    super("The server is shutting down.");
  }
}

export type EngineError =
  | VersionConflictError
  | MessageConflictError
  | CursorInvalidError
  | TaskNotFoundError
  | TaskEndedError
  | TaskBusyError
  | ContextMismatchError
  | ServerBusyError
  | TooManyTasksError
  | ShuttingDownError;
