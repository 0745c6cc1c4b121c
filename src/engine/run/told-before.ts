import { createHash } from "node:crypto";
import { orderedJson } from "#kernel";
import type { TaskArtifact } from "../content.ts";
import { addChunk } from "../lifecycle/change-task.ts";
import type { ArtifactWritten, TaskHappening } from "../lifecycle/transition.ts";
import type { EventLog } from "../ports.ts";
import type { StoredTask, TaskEvent } from "../task.ts";

const PAGE = 500;

/** What an artifact was after each of its chunks, each told by a text that is the same for the same content. */
class ArtifactStates {
  #parts = createHash("sha256");
  #content: TaskArtifact | undefined;

  /** The artifact with all chunks so far; undefined before the first. */
  get content(): TaskArtifact | undefined {
    return this.#content;
  }

  after({ artifact, append, lastChunk }: ArtifactWritten): string {
    const isAnew = !append || this.#content === undefined;
    if (isAnew) this.#parts = createHash("sha256");
    for (const part of artifact.parts) this.#parts.update(orderedJson(part));
    this.#content = addChunk(this.#content, artifact, append);
    const { parts: _parts, ...rest } = this.#content;
    return `${this.#parts.copy().digest("hex")} ${lastChunk} ${orderedJson(rest)}`;
  }
}

/** What earlier runs made of one artifact, one after the other, and how far this run has told the same. */
interface ToldArtifact {
  readonly told: string[];
  readonly toldBy: ArtifactStates;
  readonly retoldBy: ArtifactStates;
  /** The first of `told` that this run has not come to. */
  next: number;
}

/**
 * What runs before this one told of the same task since it was last continued. A run that starts over tells its story
 * again; what streams have seen is kept from them a second time.
 *
 * Progress counts as told when an earlier run told the same, in any order, since parallel jobs end in any order.
 * Chunks count as told as long as they make of the artifact what it was before, also where an earlier run had begun it
 * anew; from the first that does not, it is written anew.
 */
export class ToldBefore {
  readonly #progress = new Map<string, number>();
  readonly #artifacts = new Map<string, ToldArtifact>();

  constructor(events: Iterable<TaskEvent> = []) {
    for (const { body } of events) {
      if (body.type === "message-added") {
        this.#progress.clear();
        this.#artifacts.clear();
      } else if (body.type === "artifact-updated") {
        this.#noteChunk({ ...body, type: "artifact-written" });
      } else if (body.state.kind === "working" && body.message !== undefined) {
        const key = orderedJson({ parts: body.message.parts, metadata: body.metadata });
        this.#progress.set(key, (this.#progress.get(key) ?? 0) + 1);
      }
    }
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
    const key = orderedJson({ parts: told.message.parts, metadata: told.metadata });
    const left = this.#progress.get(key);
    if (left === undefined) return false;
    if (left > 1) this.#progress.set(key, left - 1);
    else this.#progress.delete(key);
    return true;
  }

  #noteChunk(written: ArtifactWritten): void {
    const id = written.artifact.artifactId;
    let of = this.#artifacts.get(id);
    if (of === undefined) {
      of = { told: [], toldBy: new ArtifactStates(), retoldBy: new ArtifactStates(), next: 0 };
      this.#artifacts.set(id, of);
    }
    of.told.push(of.toldBy.after(written));
  }

  #newPartOf(written: ArtifactWritten): ArtifactWritten | undefined {
    const id = written.artifact.artifactId;
    const before = this.#artifacts.get(id);
    if (before === undefined) return written;
    const at = before.told.indexOf(before.retoldBy.after(written), before.next);
    if (at >= 0) {
      before.next = at + 1;
      if (before.next === before.told.length) this.#artifacts.delete(id);
      return undefined;
    }
    this.#artifacts.delete(id);
    return { ...written, artifact: before.retoldBy.content ?? written.artifact, append: false };
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
