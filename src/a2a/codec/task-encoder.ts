import type { StreamResponse } from "@a2a-js/sdk";
import type { ContentPart, DocumentStore, StoredTask, TaskEvent, TaskEventBody, TaskMessage } from "#engine";
import { BoundedCache } from "#kernel";
import { encodeEvent, encodeTask } from "./encode-task.ts";
import { type InlineDocuments, type PartsToSend, readInline } from "./inline-documents.ts";
import { ToldTask } from "./told-task.ts";

/** How much of a task a client asked to see. */
export interface TaskView {
  /** Newest messages of the history; undefined for all. */
  readonly historyLength: number | undefined;
  readonly includeArtifacts: boolean;
}

/** Tells the engine's tasks and events in A2A's types. */
export interface TaskEncoder {
  task(task: StoredTask, view: TaskView): Promise<ToldTask>;
  /** As {@link task}, kept by its version: clients that wait for a task ask for the same one again and again. */
  polledTask(task: StoredTask, view: TaskView): Promise<ToldTask>;
  /** Undefined for an event that A2A has no form for: a message that joined the history. */
  event(event: TaskEvent, contextId: string): Promise<StreamResponse | undefined>;
}

/** Characters of JSON of all tasks that are kept as they were told, and of one. */
const KEPT_CHARACTERS = { maxWeight: 4 * 1024 * 1024, maxEach: 256 * 1024 };

/**
 * Documents that a client sent come back in the history inline up to `inlineHistoryBytes` each and are only named
 * beyond; what a task made is always sent whole.
 */
export function createTaskEncoder(documents: DocumentStore, inlineHistoryBytes: number): TaskEncoder {
  const kept = new BoundedCache<string, { readonly version: number; readonly told: ToldTask }>(
    KEPT_CHARACTERS,
  );

  async function tell(task: StoredTask, keep = false): Promise<ToldTask> {
    const inline = holdsDocuments(task)
      ? await readInline(partsOfTask(task, inlineHistoryBytes), documents)
      : NO_DOCUMENTS;
    const sources = {
      made: { documents: inline, maxInlineBytes: WHOLE },
      sent: { documents: inline, maxInlineBytes: inlineHistoryBytes },
    };
    const told = new ToldTask(encodeTask(task, sources));
    if (keep && inline.size === 0) kept.set(task.id, { version: task.version, told }, told.json.length);
    return told;
  }

  return {
    task: (task, view) => tell(isWhole(task, view) ? task : reduced(task, view)),
    async polledTask(task, view) {
      if (!isWhole(task, view)) return tell(reduced(task, view));
      const before = kept.get(task.id);
      return before?.version === task.version ? before.told : tell(task, true);
    },
    async event(event, contextId) {
      const parts = partsOfEvent(event.body);
      const inline = await readInline([{ parts, maxInlineBytes: WHOLE }], documents);
      return encodeEvent(event, contextId, { documents: inline, maxInlineBytes: WHOLE });
    },
  };
}

const WHOLE = Number.POSITIVE_INFINITY;

function isWhole({ history }: StoredTask, { historyLength, includeArtifacts }: TaskView): boolean {
  return includeArtifacts && (historyLength === undefined || historyLength >= history.length);
}

function reduced(task: StoredTask, { historyLength, includeArtifacts }: TaskView): StoredTask {
  const history = historyLength === undefined ? task.history : newest(task.history, historyLength);
  return { ...task, history, artifacts: includeArtifacts ? task.artifacts : [] };
}

function newest(history: readonly TaskMessage[], length: number): readonly TaskMessage[] {
  return length === 0 ? [] : history.slice(-length);
}

const NO_DOCUMENTS: InlineDocuments = new Map();

/** Most tasks hold none, and need no list of their parts. */
function holdsDocuments({ statusMessage, artifacts, history }: StoredTask): boolean {
  const among = ({ parts }: { readonly parts: readonly ContentPart[] }): boolean =>
    parts.some(({ kind }) => kind === "document");
  return (
    history.some(among) || artifacts.some(among) || (statusMessage !== undefined && among(statusMessage))
  );
}

function partsOfTask(task: StoredTask, inlineHistoryBytes: number): PartsToSend[] {
  const { statusMessage, artifacts, history } = task;
  const made = [...(statusMessage?.parts ?? []), ...artifacts.flatMap(({ parts }) => parts)];
  const sent = history.flatMap(({ parts }) => parts);
  return [
    { parts: made, maxInlineBytes: WHOLE },
    { parts: sent, maxInlineBytes: inlineHistoryBytes },
  ];
}

function partsOfEvent(body: TaskEventBody): readonly ContentPart[] {
  if (body.type === "artifact-updated") return body.artifact.parts;
  return body.type === "status-changed" ? (body.message?.parts ?? []) : [];
}
