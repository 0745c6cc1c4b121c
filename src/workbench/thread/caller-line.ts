import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { throwIfAborted } from "#kernel";
import type { PrepareRequest, SourceDocument } from "#minions";
import { announceReply, type Control, inPhase, PHASE, repliesSeen, waitForReply } from "./control.ts";

/** Embeds texts while the calling thread waits. */
export type EmbedNow = (texts: readonly string[]) => readonly Float32Array[];

/** What a worker asks the main thread in the middle of its work. */
type Question =
  | { readonly kind: "document"; readonly at: number }
  | { readonly kind: "embed"; readonly texts: readonly string[] };

/** Texts in one question: bounds the message, and how long an abort may go unnoticed by a model. */
const BATCH = 256;

/**
 * Worker's end: asks the main thread and blocks until it answers, so that programs need not be asynchronous. Waiting is
 * not on the program's clock.
 */
export class CallerLine {
  readonly #line: MessagePort;
  readonly #control: Control;

  constructor(line: MessagePort, control: Control) {
    this.#line = line;
    this.#control = control;
  }

  /** Fetched one by one: a message holds up the main thread for as long as it takes to copy it. */
  documents(count: number): SourceDocument[] {
    return Array.from({ length: count }, (_, at) => this.#ask({ kind: "document", at }) as SourceDocument);
  }

  readonly embed: EmbedNow = (texts) => {
    const vectors: Float32Array[] = [];
    for (let from = 0; from < texts.length; from += BATCH) {
      const batch = texts.slice(from, from + BATCH);
      vectors.push(...(this.#ask({ kind: "embed", texts: batch }) as readonly Float32Array[]));
    }
    return vectors;
  };

  #ask(question: Question): unknown {
    return inPhase(this.#control, PHASE.waiting, () => {
      const seen = repliesSeen(this.#control);
      this.#line.postMessage(question);
      waitForReply(this.#control, seen);
      return receiveMessageOnPort(this.#line)?.message as unknown;
    });
  }
}

/** What the main thread has to answer with. */
export interface CallerAnswers {
  readonly documents: readonly SourceDocument[];
  readonly embed: PrepareRequest["embed"];
  readonly signal: AbortSignal;
  /** Gets the error of a model that fails: no fault of the program. The worker gets no reply and must be stopped. */
  readonly onFailure: (error: unknown) => void;
}

/** Main thread's end. */
export function serveWorker(line: MessagePort, control: Control, answers: CallerAnswers): void {
  const reply = async (question: Question): Promise<void> => {
    try {
      const value =
        question.kind === "document" ? answers.documents[question.at] : await embed(question, answers);
      line.postMessage(value);
      announceReply(control);
    } catch (error) {
      answers.onFailure(error);
    }
  };
  line.on("message", (question: Question) => void reply(question));
}

async function embed(
  { texts }: Extract<Question, { kind: "embed" }>,
  answers: CallerAnswers,
): Promise<readonly Float32Array[]> {
  const vectors = (await answers.embed?.(texts, answers.signal)) ?? [];
  throwIfAborted(answers.signal, "Embedding");
  if (vectors.length !== texts.length)
    throw new Error(`${vectors.length} vectors for ${texts.length} texts.`);
  return vectors;
}
