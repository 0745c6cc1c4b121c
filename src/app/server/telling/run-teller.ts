import type { JsonObject, RunContext, TaskMessage } from "#engine";
import type { Clock, Timers } from "#kernel";
import type { AskEvent } from "../../ask-event.ts";
import { ANSWER_ARTIFACT } from "../result/result-artifact.ts";
import { toJson } from "../to-json.ts";
import { AnswerChunks } from "./answer-chunks.ts";
import { speakerOf, type ToldEvent, wordsOf } from "./event-words.ts";
import type { ToldSteps } from "./told-steps.ts";

/** Least time between two updates that only count jobs and calls, in milliseconds. */
const PACE_MS = 200;

export interface RunTellerDeps {
  readonly context: Pick<RunContext, "tell" | "writeArtifact">;
  readonly told: ToldSteps;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly newId: () => string;
}

/**
 * Tells a run to whoever watches its task: what happens as updates of the status, the answer as chunks of an artifact.
 *
 * Jobs and calls that end in quick succession go into one update, so that a hundred jobs do not cost a hundred commits;
 * nothing is left out. Every update carries its events in full under `events`.
 */
export class RunTeller implements Disposable {
  readonly #deps: RunTellerDeps;
  readonly #chunks = new AnswerChunks();
  #batch: ToldEvent[] = [];
  #toldMs = Number.NEGATIVE_INFINITY;
  #timer: Disposable | undefined;
  #late: Promise<void> = Promise.resolve();
  #answerBegun = false;

  constructor(deps: RunTellerDeps) {
    this.#deps = deps;
  }

  /** Durable once it resolves, but for jobs and calls that wait for their update. */
  async tell(event: AskEvent): Promise<void> {
    await this.#late;
    if (event.type === "answer-delta") return this.#writeAnswer(this.#chunks.add(event.text));
    if (event.type === "run-finished") return this.flush();
    if (event.type === "answer-started") this.#beginAnswer();
    if (event.type === "answer-proposed") await this.#writeAnswer([this.#chunks.finish()]);
    const fresh = this.#deps.told.fresh(event);
    if (fresh === undefined) return;
    this.#batch.push(fresh);
    const waitMs = mayWait(fresh) ? this.#toldMs + PACE_MS - this.#deps.clock.monotonicMs() : 0;
    if (waitMs <= 0) return this.#tellBatch();
    this.#timer ??= this.#deps.timers.after(waitMs, () => {
      this.#late = this.#tellBatch();
      this.#late.catch(() => undefined); // Thrown to whoever tells next; this only keeps it from being "unhandled".
    });
  }

  /** Tells what still waits. */
  async flush(): Promise<void> {
    await this.#late;
    await this.#tellBatch();
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
  }

  async #tellBatch(): Promise<void> {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    const events = this.#batch;
    this.#batch = [];
    const subject = events.findLast((event) => event.type !== "model-called") ?? events.at(-1);
    if (subject === undefined) return;
    this.#toldMs = this.#deps.clock.monotonicMs();
    await this.#deps.context.tell(this.#message(wordsOf(subject)), metadataOf(subject, events));
  }

  #message(text: string): TaskMessage {
    return { messageId: this.#deps.newId(), role: "agent", parts: [{ kind: "text", text }] };
  }

  /** What an attempt wrote that had to be repeated is replaced by what the next one writes. */
  #beginAnswer(): void {
    this.#chunks.finish();
    this.#answerBegun = false;
  }

  async #writeAnswer(chunks: readonly string[]): Promise<void> {
    for (const text of chunks) {
      if (text === "") continue;
      const append = this.#answerBegun;
      this.#answerBegun = true;
      const artifact = { ...ANSWER_ARTIFACT, parts: [{ kind: "text" as const, text }] };
      await this.#deps.context.writeArtifact(artifact, { append, lastChunk: false });
    }
  }
}

/** Events that come in numbers; the last job of a round does not wait. */
function mayWait(event: ToldEvent): boolean {
  if (event.type === "job-finished") return event.done < event.total;
  return event.type === "model-called";
}

function metadataOf(subject: ToldEvent, events: readonly ToldEvent[]): JsonObject {
  return {
    event_type: subject.type,
    source: speakerOf(subject),
    is_final: subject.type === "answer-proposed",
    ...("round" in subject ? { round: subject.round } : {}),
    events: events.map(toJson),
  };
}
