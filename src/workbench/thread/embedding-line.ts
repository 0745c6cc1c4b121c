import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { throwIfAborted } from "#kernel";
import type { PrepareRequest } from "#minions";
import { announceReply, type Control, inPhase, PHASE, repliesSeen, waitForReply } from "./control.ts";

/** Embeds texts while the calling thread waits. */
export type EmbedNow = (texts: readonly string[]) => readonly Float32Array[];

type Embed = NonNullable<PrepareRequest["embed"]>;

/** Texts in one question to the main thread: bounds the message, and how long an abort may go unnoticed by a model. */
const BATCH = 256;

/** Worker's end: asks the main thread and blocks until it answers, so that programs need not be asynchronous. */
export function embedOverLine(line: MessagePort, control: Control): EmbedNow {
  const ask = (texts: readonly string[]): readonly Float32Array[] => {
    const seen = repliesSeen(control);
    line.postMessage(texts);
    waitForReply(control, seen);
    const reply: unknown = receiveMessageOnPort(line)?.message;
    if (!Array.isArray(reply) || reply.length !== texts.length) throw new Error("No vectors came back.");
    return reply.filter((vector) => vector instanceof Float32Array);
  };
  return (texts) =>
    inPhase(control, PHASE.waiting, () => {
      const vectors: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += BATCH) {
        vectors.push(...ask(texts.slice(from, from + BATCH)));
      }
      return vectors;
    });
}

/**
 * Main thread's end. A model that fails is no fault of the program: `onFailure` gets the error and the worker no reply,
 * so the caller must then stop it.
 */
export function serveEmbeddings(
  line: MessagePort,
  control: Control,
  embed: Embed,
  signal: AbortSignal,
  onFailure: (error: unknown) => void,
): void {
  const answer = async (texts: readonly string[]): Promise<void> => {
    try {
      const vectors = await embed(texts, signal);
      throwIfAborted(signal, "Embedding");
      if (vectors.length !== texts.length)
        throw new Error(`${vectors.length} vectors for ${texts.length} texts.`);
      line.postMessage(vectors);
      announceReply(control);
    } catch (error) {
      onFailure(error);
    }
  };
  line.on("message", (texts: readonly string[]) => void answer(texts));
}
