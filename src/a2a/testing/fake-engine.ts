import {
  ContextMismatchError,
  CursorInvalidError,
  type Engine,
  isTerminal,
  MessageConflictError,
  type ReadUntil,
  type StoredTask,
  type Submission,
  TaskBusyError,
  TaskEndedError,
  type TaskEvent,
  type TaskEventBody,
  TaskNotFoundError,
  type TaskOwner,
  type TaskPage,
  type TaskQuery,
} from "#engine";
import { AbortedError } from "#kernel";

interface Held {
  task: StoredTask;
  readonly events: TaskEvent[];
  readonly messages: Map<string, string>;
}

/** An engine in memory whose runs are told by the test. It keeps the promises of the `Engine` interface. */
export class FakeEngine implements Engine {
  readonly submissions: Submission[] = [];
  /** How many streams and waits are under way. */
  listeners = 0;
  /** Thrown by the next call, whatever it is. */
  failure: unknown;
  now = Date.UTC(2026, 0, 1, 12);
  readonly #held = new Map<string, Held>();
  #changed = Promise.withResolvers<void>();

  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  async [Symbol.asyncDispose](): Promise<void> {}

  async submit(submission: Submission): Promise<StoredTask> {
    this.#throwFailure();
    this.submissions.push(submission);
    const { message, owner } = submission;
    for (const { task, messages } of this.#held.values()) {
      const hash = messages.get(message.messageId);
      if (hash === undefined || !isOwn(task, owner)) continue;
      if (hash !== submission.contentHash) throw new MessageConflictError(message.messageId);
      return task;
    }
    if (submission.taskId !== undefined) return this.#proceed(submission, submission.taskId);
    return this.#create(submission);
  }

  async get(id: string, owner: TaskOwner): Promise<StoredTask> {
    this.#throwFailure();
    return this.#find(id, owner).task;
  }

  async list(query: TaskQuery): Promise<TaskPage> {
    this.#throwFailure();
    const all = [...this.#held.values()]
      .map(({ task }) => task)
      .filter((task) => isOwn(task, query))
      .filter((task) => query.contextId === undefined || task.contextId === query.contextId)
      .filter((task) => query.states === undefined || query.states.includes(task.state.kind))
      .filter((task) => query.statusSince === undefined || task.statusAt >= query.statusSince)
      .sort((left, right) => right.statusAt - left.statusAt);
    const from = query.cursor === undefined ? 0 : Number(query.cursor);
    if (!Number.isInteger(from)) throw new CursorInvalidError();
    const to = from + query.pageSize;
    return {
      tasks: all.slice(from, to),
      totalSize: all.length,
      nextCursor: to < all.length ? `${to}` : undefined,
    };
  }

  async cancel(id: string, owner: TaskOwner): Promise<StoredTask> {
    this.#throwFailure();
    const { task } = this.#find(id, owner);
    if (task.state.kind === "canceled") return task;
    if (isTerminal(task.state)) throw new TaskEndedError();
    this.tell(id, { type: "status-changed", state: { kind: "canceled" } });
    return this.#find(id, owner).task;
  }

  async *events(
    id: string,
    owner: TaskOwner,
    afterSeq: number,
    signal: AbortSignal,
    until: ReadUntil = "settled",
  ) {
    this.#throwFailure();
    const held = this.#find(id, owner);
    this.listeners += 1;
    try {
      for (let seen = Math.min(Math.max(0, afterSeq), held.task.lastSeq); ; ) {
        const event = held.events.find(({ seq }) => seq > seen);
        if (event !== undefined) {
          yield event;
          seen = event.seq;
        } else if (until === "ended" ? isTerminal(held.task.state) : isSettled(held.task)) return;
        else await this.#change(signal);
      }
    } finally {
      this.listeners -= 1;
    }
  }

  async settled(id: string, owner: TaskOwner, signal: AbortSignal): Promise<StoredTask> {
    const held = this.#find(id, owner);
    this.listeners += 1;
    try {
      while (!isSettled(held.task)) await this.#change(signal);
      return held.task;
    } finally {
      this.listeners -= 1;
    }
  }

  /** What the run of a task does. */
  tell(id: string, body: TaskEventBody): void {
    const held = this.#held.get(id);
    if (held === undefined) throw new TaskNotFoundError();
    this.now += 1;
    const seq = held.task.lastSeq + 1;
    held.events.push({ taskId: id, seq, at: this.now, body });
    held.task = { ...applied(held.task, body, this.now), lastSeq: seq, version: held.task.version + 1 };
    this.#wake();
  }

  #create(submission: Submission): StoredTask {
    const { owner, message, metadata, request, timeoutMs } = submission;
    const id = `task-${this.#held.size + 1}`;
    this.now += 1;
    const task: StoredTask = {
      ...owner,
      id,
      contextId: submission.contextId ?? `context-${this.#held.size + 1}`,
      version: 1,
      lastSeq: 1,
      state: { kind: "submitted" },
      history: [message],
      artifacts: [],
      metadata,
      request,
      cancelRequested: false,
      attempts: 0,
      runs: 0,
      timeoutMs,
      createdAt: this.now,
      statusAt: this.now,
    };
    const body = { type: "status-changed", state: task.state } as const;
    const messages = new Map([[message.messageId, submission.contentHash]]);
    this.#held.set(id, { task, events: [{ taskId: id, seq: 1, at: this.now, body }], messages });
    this.#wake();
    return task;
  }

  #proceed(submission: Submission, id: string): StoredTask {
    const held = this.#find(id, submission.owner);
    const { message, contentHash, contextId, metadata, request, timeoutMs } = submission;
    if (contextId !== undefined && contextId !== held.task.contextId) throw new ContextMismatchError();
    if (isTerminal(held.task.state)) throw new TaskEndedError();
    if (held.task.state.kind !== "input-required") throw new TaskBusyError();
    held.messages.set(message.messageId, contentHash);
    held.task = {
      ...held.task,
      timeoutMs,
      metadata: { ...held.task.metadata, ...metadata },
      request: { ...held.task.request, ...request },
    };
    this.tell(id, { type: "message-added", message });
    this.tell(id, { type: "status-changed", state: { kind: "working" } });
    return held.task;
  }

  #find(id: string, owner: TaskOwner): Held {
    const held = this.#held.get(id);
    if (held === undefined || !isOwn(held.task, owner)) throw new TaskNotFoundError();
    return held;
  }

  #throwFailure(): void {
    const { failure } = this;
    this.failure = undefined;
    if (failure !== undefined) throw failure;
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  async #change(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new AbortedError("Waiting");
    const left = Promise.withResolvers<never>();
    const leave = () => left.reject(new AbortedError("Waiting"));
    signal.addEventListener("abort", leave, { once: true });
    try {
      await Promise.race([this.#changed.promise, left.promise]);
    } finally {
      signal.removeEventListener("abort", leave);
    }
  }
}

function applied(task: StoredTask, body: TaskEventBody, at: number): StoredTask {
  switch (body.type) {
    case "status-changed": {
      const { statusMessage: _before, ...rest } = task;
      const { state, message } = body;
      return { ...rest, state, statusAt: at, ...(message === undefined ? {} : { statusMessage: message }) };
    }
    case "artifact-updated":
      return { ...task, artifacts: [...task.artifacts, body.artifact] };
    case "message-added":
      return { ...task, history: [...task.history, body.message] };
  }
}

function isOwn(task: TaskOwner, owner: TaskOwner): boolean {
  return task.owner === owner.owner && task.tenant === owner.tenant;
}

function isSettled({ state }: StoredTask): boolean {
  return isTerminal(state) || state.kind === "input-required";
}
