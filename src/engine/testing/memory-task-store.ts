import { createHash, randomUUID } from "node:crypto";
import {
  CursorInvalidError,
  MessageConflictError,
  TaskEndedError,
  TooManyTasksError,
  VersionConflictError,
} from "../errors.ts";
import type { MessageRecord, TaskChange, TaskPage, TaskQuery, TaskStore } from "../ports.ts";
import {
  isTerminal,
  type StoredTask,
  type TaskEvent,
  type TaskId,
  type TaskOwner,
  type TaskStateKind,
} from "../task.ts";
import type { MemoryDocuments } from "./memory-documents.ts";

/** Characters of JSON in one page of tasks. */
const MAX_PAGE_SIZE = 4 * 1024 * 1024;

/** What a memory store keeps of one task. */
export interface Kept {
  task: StoredTask;
  readonly events: TaskEvent[];
  readonly journal: Map<string, { readonly requestHash: string; readonly result: string }>;
}

/** Tasks in memory, with the same promises as a database but for lasting. Every method does its work at one go. */
export class MemoryTaskStore implements TaskStore {
  readonly kept: Map<TaskId, Kept>;
  readonly #messages = new Map<string, MessageRecord>();

  /** Scopes of unfinished tasks. */
  readonly #places = new Map<TaskId, readonly string[]>();
  readonly #documents: MemoryDocuments;
  readonly #key = randomUUID();

  constructor(kept: Map<TaskId, Kept>, documents: MemoryDocuments) {
    this.kept = kept;
    this.#documents = documents;
  }

  async get(id: TaskId, owner: TaskOwner): Promise<StoredTask | undefined> {
    const task = this.kept.get(id)?.task;
    return task !== undefined && ownedBy(owner)(task) ? task : undefined;
  }

  async load(id: TaskId): Promise<StoredTask | undefined> {
    return this.kept.get(id)?.task;
  }

  async commit(change: TaskChange, message?: MessageRecord): Promise<StoredTask> {
    const { task, expectedVersion, events, at } = change;
    const before = this.kept.get(task.id);
    if (before !== undefined && !ownedBy(task)(before.task)) throw new VersionConflictError(task.id);
    if (before?.task.version !== expectedVersion) throw new VersionConflictError(task.id);
    if (before !== undefined && isTerminal(before.task.state)) throw new TaskEndedError();
    const messageKey = message && keyOf(message.messageId, message);
    if (message && messageKey && this.#messages.has(messageKey)) {
      throw new MessageConflictError(message.messageId);
    }
    for (const { scope, max } of change.places ?? []) {
      if (this.#taken(scope) >= max) throw new TooManyTasksError(max);
    }
    if (change.places)
      this.#places.set(
        task.id,
        change.places.map(({ scope }) => scope),
      );
    if (isTerminal(task.state)) this.#places.delete(task.id);
    const lastSeq = before?.task.lastSeq ?? 0;
    const stored: StoredTask = {
      ...throughJson(task),
      version: (expectedVersion ?? 0) + 1,
      lastSeq: lastSeq + events.length,
      cancelRequested: task.cancelRequested || (before?.task.cancelRequested ?? false),
    };
    const told = events.map((body, index) => ({
      taskId: task.id,
      seq: lastSeq + index + 1,
      at,
      body: throughJson(body),
    }));
    if (before === undefined) this.kept.set(task.id, { task: stored, events: told, journal: new Map() });
    else {
      before.task = stored;
      before.events.push(...told);
    }
    if (message && messageKey) this.#messages.set(messageKey, message);
    return stored;
  }

  async list(query: TaskQuery): Promise<TaskPage> {
    const { contextId, states, statusSince, pageSize, cursor } = query;
    const matching = this.#all()
      .filter(ownedBy(query))
      .filter((task) => contextId === undefined || task.contextId === contextId)
      .filter((task) => states === undefined || states.includes(task.state.kind))
      .filter((task) => statusSince === undefined || task.statusAt >= statusSince)
      .sort((one, other) => other.statusAt - one.statusAt || (one.id < other.id ? 1 : -1));
    const scope = scopeOf(query, this.#key);
    const after = cursor === undefined ? undefined : decodeCursor(cursor, scope);
    const rest = matching.filter(
      (task) =>
        after === undefined ||
        task.statusAt < after.statusAt ||
        (task.statusAt === after.statusAt && task.id < after.id),
    );
    const tasks = thatFit(rest.slice(0, pageSize));
    const last = rest.length > tasks.length ? tasks.at(-1) : undefined;
    return { tasks, totalSize: matching.length, nextCursor: last && encodeCursor(last, scope) };
  }

  async *unfinished(): AsyncGenerator<TaskId, void, void> {
    const open = this.#all().filter(({ state }) => state.kind === "submitted" || state.kind === "working");
    for (const task of open.sort(oldestFirst)) yield task.id;
  }

  async stoppedAmong(ids: readonly TaskId[]): Promise<readonly TaskId[]> {
    return ids.filter((id) => {
      const task = this.kept.get(id)?.task;
      return task === undefined || task.cancelRequested || isTerminal(task.state);
    });
  }

  async *unanswered(before: number): AsyncGenerator<TaskId, void, void> {
    const waiting = this.#all().filter(
      ({ state, statusAt }) => state.kind === "input-required" && statusAt < before,
    );
    for (const task of waiting.sort(oldestStatusFirst)) yield task.id;
  }

  async countPlaces(scopes: readonly string[]): Promise<readonly number[]> {
    return scopes.map((scope) => this.#taken(scope));
  }

  async findMessage(messageId: string, owner: TaskOwner): Promise<MessageRecord | undefined> {
    return this.#messages.get(keyOf(messageId, owner));
  }

  async inContext(contextId: string, owner: TaskOwner, limit: number): Promise<readonly StoredTask[]> {
    const tasks = this.#all().filter((task) => task.contextId === contextId && ownedBy(owner)(task));
    return limit > 0 ? tasks.sort(oldestFirst).slice(-limit) : [];
  }

  async requestCancel(id: TaskId, owner: TaskOwner): Promise<boolean> {
    const kept = this.kept.get(id);
    if (kept === undefined || !ownedBy(owner)(kept.task) || isTerminal(kept.task.state)) return false;
    kept.task = { ...kept.task, cancelRequested: true };
    return true;
  }

  async removeFinished(limits: { readonly olderThan: number; readonly maxTasks: number }): Promise<number> {
    const ended = this.#all()
      .filter((task) => isTerminal(task.state))
      .sort(oldestStatusFirst);
    const old = ended.filter((task) => task.statusAt < limits.olderThan).length;
    const gone = ended.slice(0, Math.max(old, this.kept.size - limits.maxTasks));
    for (const { id } of gone) this.kept.delete(id);
    for (const [key, { taskId }] of this.#messages) if (!this.kept.has(taskId)) this.#messages.delete(key);
    this.#documents.removeUnheld(JSON.stringify([...this.kept.values()]));
    return gone.length;
  }

  async countByState(): Promise<Readonly<Partial<Record<TaskStateKind, number>>>> {
    const counts: Partial<Record<TaskStateKind, number>> = {};
    for (const { state } of this.#all()) counts[state.kind] = (counts[state.kind] ?? 0) + 1;
    return counts;
  }

  #taken(scope: string): number {
    return [...this.#places.values()].filter((scopes) => scopes.includes(scope)).length;
  }

  #all(): StoredTask[] {
    return [...this.kept.values()].map(({ task }) => task);
  }
}

function ownedBy({ tenant, owner }: TaskOwner): (task: StoredTask) => boolean {
  return (task) => task.tenant === tenant && task.owner === owner;
}

function oldestFirst(one: StoredTask, other: StoredTask): number {
  return one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1);
}

function oldestStatusFirst(one: StoredTask, other: StoredTask): number {
  return one.statusAt - other.statusAt || (one.id < other.id ? -1 : 1);
}

function keyOf(messageId: string, { tenant, owner }: TaskOwner): string {
  return JSON.stringify([tenant, owner, messageId]);
}

/** What a database would give back: nothing undefined, nothing shared with whoever stored it. */
function throughJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}

/** As many as make no page too large to hold, and at least one. */
function thatFit(tasks: readonly StoredTask[]): readonly StoredTask[] {
  let size = 0;
  const tooMany = tasks.findIndex(({ history, artifacts }) => {
    size += JSON.stringify([history, artifacts]).length;
    return size > MAX_PAGE_SIZE;
  });
  return tooMany < 0 ? tasks : tasks.slice(0, Math.max(1, tooMany));
}

/** A page token is good for the store and the query that it was given for alone. */
function scopeOf({ tenant, owner, contextId, states, statusSince }: TaskQuery, key: string): string {
  const scope = [key, tenant, owner, contextId ?? null, [...(states ?? [])].sort(), statusSince ?? null];
  return createHash("sha256").update(JSON.stringify(scope)).digest("base64url");
}

function encodeCursor({ statusAt, id }: StoredTask, scope: string): string {
  return Buffer.from(JSON.stringify({ statusAt, id, scope })).toString("base64url");
}

function decodeCursor(cursor: string, scope: string): { readonly statusAt: number; readonly id: string } {
  try {
    const decoded = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (decoded.scope === scope && encodeCursor(decoded, scope) === cursor) return decoded;
  } catch {
    // Not JSON: not ours.
  }
  throw new CursorInvalidError();
}
