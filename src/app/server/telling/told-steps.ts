import type { EventLog, JsonValue, StoredTask } from "#engine";
import { questionIn } from "../egress/approval-message.ts";
import type { ToldEvent } from "./event-words.ts";

const PAGE = 500;

/**
 * What earlier runs of a task told since it was last continued, so that a run that takes over does not tell it again.
 *
 * Events are known by what they are about, and not by their text: a replayed call takes another time, and parallel jobs
 * end in another order.
 */
export class ToldSteps {
  readonly #told = new Map<string, number>();
  readonly #counts = new Map<string, number>();

  /** Notes an event of an earlier run. */
  note(event: ToldEvent): void {
    const key = keyOf(event);
    this.#told.set(key, (this.#told.get(key) ?? 0) + 1);
    this.#count(event);
  }

  /** The event as it is to be told, its count exact over all runs; undefined where an earlier run told it. */
  fresh<Event extends ToldEvent>(event: Event): Event | undefined {
    const key = keyOf(event);
    const left = this.#told.get(key) ?? 0;
    if (left > 0) {
      this.#told.set(key, left - 1);
      return undefined;
    }
    const done = this.#count(event);
    return done === undefined ? event : { ...event, done };
  }

  /** How many of the same kind are done with this one; undefined for events that are not counted. */
  #count(event: ToldEvent): number | undefined {
    if (!("done" in event)) return undefined;
    const of = event.type === "job-finished" ? `jobs of round ${event.round}` : "documents";
    const done = (this.#counts.get(of) ?? 0) + 1;
    this.#counts.set(of, done);
    return done;
  }
}

/** Reads what earlier runs of the task told; it does not count them, for a run that was handed back counts as none. */
export async function readToldSteps(events: EventLog, task: StoredTask): Promise<ToldSteps> {
  let told = new ToldSteps();
  let approval = false;
  for (let seq = 0; seq < task.lastSeq; ) {
    const page = await events.page(task.id, seq, PAGE);
    for (const { body } of page) {
      if (body.type === "message-added") {
        // What was told before a question for approval is no news after it.
        if (!approval) told = new ToldSteps();
      } else if (body.type === "status-changed") {
        approval = body.message !== undefined && questionIn(body.message) !== undefined;
        for (const event of eventsIn(body.metadata?.["events"])) told.note(event);
      }
    }
    const last = page.at(-1);
    if (last === undefined) break;
    seq = last.seq;
  }
  return told;
}

/** Events as {@link import("./run-teller.ts").RunTeller} wrote them: nobody else writes to the log of a task. */
function eventsIn(written: JsonValue | undefined): ToldEvent[] {
  return Array.isArray(written) ? (written as ToldEvent[]) : [];
}

function keyOf(event: ToldEvent): string {
  switch (event.type) {
    case "model-called":
      return `${event.type} ${event.side} ${event.stepPath}`;
    case "job-finished":
      return `${event.type} ${event.round} ${event.jobId}`;
    case "document-read":
    case "image-taken":
    case "document-refused":
      return `${event.type} ${event.name}`;
    default:
      return JSON.stringify(event);
  }
}
