import type {
  DocumentRef,
  MessageRecord,
  StoredTask,
  Stores,
  TaskChange,
  TaskEventBody,
  TaskMessage,
  TaskOwner,
  TaskStateKind,
} from "#engine";

export const ANNA: TaskOwner = { tenant: "north", owner: "anna" };
export const BERT: TaskOwner = { tenant: "north", owner: "bert" };
/** Anna's name in another tenant: somebody else. */
export const ANNA_SOUTH: TaskOwner = { tenant: "south", owner: "anna" };

export function aMessage(text: string, documents: readonly DocumentRef[] = []): TaskMessage {
  return {
    messageId: `message-${text}`,
    role: "user",
    parts: [
      { kind: "text", text },
      ...documents.map((document) => ({ kind: "document" as const, document })),
    ],
  };
}

export function aTask(id: string, changes: Partial<StoredTask> = {}): StoredTask {
  return {
    ...ANNA,
    id,
    contextId: "context-1",
    version: 0,
    lastSeq: 0,
    state: { kind: "submitted" },
    history: [aMessage("hello")],
    artifacts: [],
    metadata: {},
    request: {},
    cancelRequested: false,
    attempts: 0,
    runs: 0,
    timeoutMs: 300_000,
    createdAt: 1000,
    statusAt: 1000,
    ...changes,
  };
}

export function aState(kind: TaskStateKind): StoredTask["state"] {
  if (kind === "failed" || kind === "rejected")
    return { kind, failure: { code: "some-code", message: "It went wrong." } };
  return { kind };
}

export function told(text: string): TaskEventBody {
  return { type: "status-changed", state: { kind: "working" }, message: aMessage(text) };
}

export function creation(task: StoredTask, events: readonly TaskEventBody[] = [told("made")]): TaskChange {
  return { task, expectedVersion: undefined, events, at: task.createdAt };
}

export function update(
  task: StoredTask,
  changes: Partial<StoredTask>,
  events = [told("changed")],
): TaskChange {
  return { task: { ...task, ...changes }, expectedVersion: task.version, events, at: task.statusAt };
}

export function record(messageId: string, task: StoredTask, contentHash = "content-1"): MessageRecord {
  return { tenant: task.tenant, owner: task.owner, messageId, contentHash, taskId: task.id };
}

export function create(stores: Stores, id: string, changes: Partial<StoredTask> = {}): Promise<StoredTask> {
  return stores.tasks.commit(creation(aTask(id, changes)));
}

export function reference(hash: string, name = "report.pdf"): DocumentRef {
  return { hash, name, mediaType: "application/pdf", bytes: 3 };
}

/** Bytes that differ from place to place and from seed to seed. */
export function someBytes(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index += 1)
    bytes[index] = (index * 31 + (index >> 8) * 7 + seed) & 0xff;
  return bytes;
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
