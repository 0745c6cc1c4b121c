import type { ApprovalRequest } from "#app";
import { AppError } from "#kernel";

/** Nobody answers at the server's address, or the line broke and could not be had again. */
export class ServerUnreachableError extends AppError<"server-unreachable"> {
  readonly code = "server-unreachable";
  readonly server: string;
  /** Set where a task was under way; it goes on at the server. */
  readonly taskId: string | undefined;

  constructor(server: string, taskId: string | undefined, options?: ErrorOptions) {
    const advice =
      taskId === undefined
        ? "Check the address given by --server, and that the server runs."
        : `The task goes on there: a2a-minions tasks watch ${taskId} --server ${server}`;
    super(`The server ${server} cannot be reached. ${advice}`, options);
    this.server = server;
    this.taskId = taskId;
  }
}

/** The server wants a key, and there is none, or it is not taken. */
export class ServerKeyRejectedError extends AppError<"server-key-rejected"> {
  readonly code = "server-key-rejected";
  readonly server: string;

  constructor(server: string, given: boolean) {
    super(
      given
        ? `The server ${server} does not take the key. Check --key, or A2A_MINIONS_KEY; it may have been revoked.`
        : `The server ${server} wants a key. Give one with --key, or in A2A_MINIONS_KEY.`,
    );
    this.server = server;
  }
}

/** The server refuses what it was asked; the message is its own. */
export class ServerRefusedError extends AppError<"server-refused"> {
  readonly code = "server-refused";
  /** Name of the refusal, as the server gives it. */
  readonly reason: string;

  constructor(message: string, reason: string, options?: ErrorOptions) {
    super(`The server refuses: ${message}`, options);
    this.reason = reason;
  }
}

/** What answers there does not speak A2A as it is understood here. */
export class ServerReplyUnreadableError extends AppError<"server-reply-unreadable"> {
  readonly code = "server-reply-unreadable";
  readonly server: string;

  constructor(server: string, what: string, options?: ErrorOptions) {
    super(`The server ${server} gave something that cannot be read: ${what}.`, options);
    this.server = server;
  }
}

/** The task ended without its result; the message is the server's. */
export class TaskFailedError extends AppError<"task-failed"> {
  readonly code = "task-failed";
  readonly taskId: string;
  /** The failure's own code. */
  readonly failure: string;

  constructor(taskId: string, failure: string, message: string) {
    super(message);
    this.taskId = taskId;
    this.failure = failure;
  }
}

/** The task asks back and waits. */
export class InputRequiredError extends AppError<"input-required"> {
  readonly code = "input-required";
  readonly taskId: string;

  constructor(taskId: string, message: string) {
    super(`${message}\nGo on with: a2a-minions ask FILE "…" --task ${taskId}`);
    this.taskId = taskId;
  }
}

/** The task waits for its owner to approve what would leave the server's home. */
export class ApprovalAwaitedError extends AppError<"approval-awaited"> {
  readonly code = "approval-awaited";
  readonly taskId: string;
  readonly request: ApprovalRequest;

  constructor(taskId: string, request: ApprovalRequest) {
    super(
      `The task ${taskId} waits for approval of what would leave.\n` +
        `See it with: a2a-minions tasks get ${taskId}\n` +
        `Decide with: a2a-minions tasks approve ${taskId}, or tasks reject ${taskId}`,
    );
    this.taskId = taskId;
    this.request = request;
  }
}

export type ClientError =
  | ServerUnreachableError
  | ServerKeyRejectedError
  | ServerRefusedError
  | ServerReplyUnreadableError
  | TaskFailedError
  | InputRequiredError
  | ApprovalAwaitedError;
