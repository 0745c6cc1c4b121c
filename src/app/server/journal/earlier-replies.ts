import { z } from "zod";
import type { OwnersResults } from "#cache";
import { formatModelRef, isAsAsked, type ModelRef, type ModelRequest, NO_USAGE } from "#minions";
import { requestHash } from "./request-hash.ts";
import type { StoredEmbedding, StoredReply } from "./stored-reply.ts";

const replySchema = z.strictObject({ text: z.string() });
const embeddingSchema = z.strictObject({ vectors: z.array(z.base64().min(1)) });

/** A step as the journal knows it. */
export interface AskedStep {
  /** Its side in front; every sample of a job has a path of its own. */
  readonly path: string;
  readonly requestHash: string;
}

export interface EarlierRepliesDeps {
  /** Of the task's owner. */
  readonly results: OwnersResults;
  /** All that replies depend on besides the request: the models of the chain, their settings, this program. */
  readonly basis: string;
  /** The model that is asked. */
  readonly ref: ModelRef;
  /** Told of a request that a reply was found for. */
  readonly onReused?: ((request: ModelRequest) => void) | undefined;
}

/**
 * What a model replied to earlier tasks of the same owner. Only a reply that was whole, as it was asked for, and of the
 * very model that was asked is given again: a fall-back's is not what the next task would get.
 */
export class EarlierReplies {
  readonly #deps: EarlierRepliesDeps;

  constructor(deps: EarlierRepliesDeps) {
    this.#deps = deps;
  }

  /** As the journal is to have it: nothing was sent, and nothing was used. */
  async find(step: AskedStep, request: ModelRequest): Promise<StoredReply | undefined> {
    const { results, ref, onReused } = this.#deps;
    const found = await results.find(this.#hashOf(step), (value) => {
      const text = replySchema.safeParse(value).data?.text;
      if (text === undefined) return undefined;
      const reply = { text, finish: "stop", usage: NO_USAGE, answeredBy: ref, reused: true } as const;
      if (!isAsAsked(reply, request)) return undefined;
      return { reply, streamed: request.onTextDelta !== undefined, resentTo: [] };
    });
    if (found !== undefined) onReused?.(request);
    return found;
  }

  async keep(
    step: AskedStep,
    request: ModelRequest,
    { reply, resentTo, redirectedTo = reply.answeredBy }: StoredReply,
  ): Promise<void> {
    const name = formatModelRef(this.#deps.ref);
    const askedAlone = [reply.answeredBy, redirectedTo, ...resentTo].every(
      (ref) => formatModelRef(ref) === name,
    );
    if (!askedAlone || !isAsAsked(reply, request)) return;
    await this.#deps.results.keep(this.#hashOf(step), { text: reply.text });
  }

  findEmbedding(step: AskedStep, inputs: number): Promise<StoredEmbedding | undefined> {
    return this.#deps.results.find(this.#hashOf(step), (value) => {
      const vectors = embeddingSchema.safeParse(value).data?.vectors;
      return vectors?.length === inputs ? { vectors, usage: NO_USAGE } : undefined;
    });
  }

  async keepEmbedding(step: AskedStep, { vectors }: StoredEmbedding): Promise<void> {
    await this.#deps.results.keep(this.#hashOf(step), { vectors });
  }

  #hashOf(step: AskedStep): string {
    return requestHash({ basis: this.#deps.basis, path: step.path, request: step.requestHash });
  }
}
