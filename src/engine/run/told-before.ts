import type { JsonValue, TaskArtifact } from "../content.ts";
import { addChunk } from "../lifecycle/change-task.ts";
import type { ArtifactWritten, TaskHappening } from "../lifecycle/transition.ts";
import type { EventLog } from "../ports.ts";
import type { StoredTask, TaskEvent } from "../task.ts";

const PAGE = 500;

/** The chunks of one artifact that an earlier run wrote, and how far this run has told the same. */
interface ToldArtifact {
  readonly chunks: readonly ArtifactWritten[];
  retold: number;
  /** The artifact as the retold chunks make it. */
  content: TaskArtifact | undefined;
}

/**
 * What runs before this one told of the same task since it was last continued. A run that starts over tells its story
 * again; what streams have seen is kept from them a second time.
 *
 * Progress counts as told when an earlier run told the same, in any order, since parallel jobs end in any order.
 * Chunks count as told as long as they come out as before, one by one; from the first that differs, the artifact is
 * written anew.
 */
export class ToldBefore {
  readonly #progress = new Map<string, number>();
  readonly #artifacts = new Map<string, ToldArtifact>();

  constructor(events: Iterable<TaskEvent> = []) {
    const chunks = new Map<string, ArtifactWritten[]>();
    for (const { body } of events) {
      if (body.type === "message-added") {
        this.#progress.clear();
        chunks.clear();
      } else if (body.type === "artifact-updated") {
        const { artifact, append, lastChunk } = body;
        const of = chunks.get(artifact.artifactId) ?? [];
        of.push({ type: "artifact-written", artifact, append, lastChunk });
        chunks.set(artifact.artifactId, of);
      } else if (body.state.kind === "working" && body.message !== undefined) {
        const key = sameness({ parts: body.message.parts, metadata: body.metadata });
        this.#progress.set(key, (this.#progress.get(key) ?? 0) + 1);
      }
    }
    for (const [id, of] of chunks) this.#artifacts.set(id, { chunks: of, retold: 0, content: undefined });
  }

  /** What is to be written of a happening; undefined when it was told before. */
  keepNew(happening: TaskHappening): TaskHappening | undefined {
    switch (happening.type) {
      case "progress-told":
        return this.#takeProgress(happening) ? undefined : happening;
      case "artifact-written":
        return this.#newPartOf(happening);
      default:
        return happening;
    }
  }

  #takeProgress(told: {
    readonly message: { readonly parts: unknown };
    readonly metadata?: unknown;
  }): boolean {
    if (this.#progress.size === 0) return false;
    const key = sameness({ parts: told.message.parts, metadata: told.metadata });
    const left = this.#progress.get(key);
    if (left === undefined) return false;
    if (left > 1) this.#progress.set(key, left - 1);
    else this.#progress.delete(key);
    return true;
  }

  #newPartOf(written: ArtifactWritten): ArtifactWritten | undefined {
    const id = written.artifact.artifactId;
    const before = this.#artifacts.get(id);
    if (before === undefined) return written;
    const { artifact, append, lastChunk } = written;
    const chunk = before.chunks[before.retold];
    if (chunk !== undefined && sameness(chunk) === sameness(written)) {
      before.retold += 1;
      before.content = addChunk(before.content, artifact, append);
      if (before.retold === before.chunks.length) this.#artifacts.delete(id);
      return undefined;
    }
    this.#artifacts.delete(id);
    return { ...written, artifact: addChunk(before.content, artifact, append), append: false, lastChunk };
  }
}

/** Reads what earlier runs of the task told. */
export async function readToldBefore(events: EventLog, task: StoredTask): Promise<ToldBefore> {
  const told: TaskEvent[] = [];
  for (let seq = 0; seq < task.lastSeq; ) {
    const page = await events.page(task.id, seq, PAGE);
    const last = page.at(-1);
    if (last === undefined) break;
    told.push(...page);
    seq = last.seq;
  }
  return new ToldBefore(told);
}

/** The same text for the same JSON value, whatever the order of its keys. */
function sameness(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (isRecord(inner) ? sorted(inner) : inner));
}

function isRecord(value: unknown): value is Record<string, JsonValue> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(record: Record<string, JsonValue>): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}
