import type { RunContext } from "#engine";
import { throwIfAborted } from "#kernel";
import {
  type EmbeddingReply,
  formatModelRef,
  type ImagePart,
  type Model,
  type ModelRef,
  type ModelReply,
  type ModelRequest,
  type Side,
  type TextPart,
} from "#minions";
import type { EarlierReplies } from "./earlier-replies.ts";
import { type Hashable, requestHash } from "./request-hash.ts";
import type { StoredEmbedding, StoredReply } from "./stored-reply.ts";

/** Stores what a step gave before it is used, and gives it back when the run starts over: see {@link RunContext.once}. */
export type Once = RunContext["once"];

export interface JournalDeps {
  readonly side: Side;
  readonly once: Once;
  /** Asked before the model is. Default: every call is made. */
  readonly earlier?: EarlierReplies | undefined;
}

/**
 * A model whose every call is a step of the task's journal: a run that starts over replays what is paid and pays only
 * what was in flight. Calls that failed are not kept and are made again.
 *
 * What an earlier task was replied to the same goes into the journal as any other reply, so that a replay shows it so. A
 * reply is left to later tasks once it stands in the journal: a run that dies in between must not find its own call, which
 * this task paid, as if it had cost nothing.
 */
export function journaledModel(model: Model, journal: JournalDeps): Model {
  return {
    ref: model.ref,
    inProcess: model.inProcess,
    profile: (signal) => model.profile(signal),
    generate: (request, signal) => generate(model, journal, request, signal),
    embed: (inputs, signal) => embed(model, journal, inputs, signal),
  };
}

async function generate(
  model: Model,
  { side, once, earlier }: JournalDeps,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<ModelReply> {
  const path = `${side}/${request.stepPath}`;
  const step = { path, requestHash: requestHash(hashableRequest(model, side, request)) };
  let calledNow = false;
  const stored = await once(path, step.requestHash, async () => {
    const found = await earlier?.find(step, request);
    if (found !== undefined) return found;
    throwIfAborted(signal, "The call");
    calledNow = true;
    return call(model, request, signal);
  });
  if (!calledNow) replay(stored, request);
  else if (!signal.aborted) await earlier?.keep(step, request, stored);
  return stored.reply;
}

/** Makes the call, and notes what the run sees of it. */
async function call(model: Model, request: ModelRequest, signal: AbortSignal): Promise<StoredReply> {
  let streamed = false;
  const resentTo: ModelRef[] = [];
  let redirectedTo: ModelRef | undefined;
  const { onTextDelta, onRedirect, onResend } = request;
  const watched: ModelRequest = {
    ...request,
    ...(onTextDelta && {
      onTextDelta: (delta: string) => {
        streamed = true;
        onTextDelta(delta);
      },
    }),
    onRedirect: (recipient) => {
      redirectedTo = recipient;
      onRedirect?.(recipient);
    },
    onResend: (recipient) => {
      resentTo.push(recipient);
      onResend?.(recipient);
    },
  };
  const reply = await model.generate(watched, signal);
  return { reply, streamed, resentTo, ...(redirectedTo && { redirectedTo }) };
}

function replay({ reply, streamed, resentTo, redirectedTo }: StoredReply, request: ModelRequest): void {
  if (redirectedTo !== undefined) request.onRedirect?.(redirectedTo);
  for (const recipient of resentTo) request.onResend?.(recipient);
  if (streamed) request.onTextDelta?.(reply.text);
}

/** Correlation is left out: whoever takes a run over replays it, by whatever request it was continued. */
function hashableRequest(model: Model, side: Side, request: ModelRequest): Hashable {
  const { messages, output, temperature, maxOutputTokens, contextTokens, seed } = request;
  return {
    side,
    model: formatModelRef(model.ref),
    messages: messages.map(({ role, content }) => ({
      role,
      content: typeof content === "string" ? content : content.map(hashablePart),
    })),
    output: output.kind === "json" ? `json ${output.name}` : "text",
    temperature,
    maxOutputTokens,
    contextTokens,
    seed,
  };
}

function hashablePart(part: TextPart | ImagePart): Hashable {
  return part.type === "text" ? { text: part.text } : { mediaType: part.mediaType, data: part.data };
}

/** Embeddings have no step of their own: what is embedded names them. */
async function embed(
  model: Model,
  { side, once, earlier }: JournalDeps,
  inputs: readonly (TextPart | ImagePart)[],
  signal: AbortSignal,
): Promise<EmbeddingReply> {
  const hash = requestHash({ model: formatModelRef(model.ref), inputs: inputs.map(hashablePart) });
  const step = { path: `${side}/embed/${hash}`, requestHash: hash };
  let calledNow = false;
  const stored = await once(step.path, hash, async (): Promise<StoredEmbedding> => {
    const found = await earlier?.findEmbedding(step, inputs.length);
    if (found !== undefined) return found;
    throwIfAborted(signal, "The call");
    calledNow = true;
    const { vectors, usage } = await model.embed(inputs, signal);
    return { vectors: vectors.map(encodeVector), usage };
  });
  if (calledNow && !signal.aborted) await earlier?.keepEmbedding(step, stored);
  return { vectors: stored.vectors.map(decodeVector), usage: stored.usage };
}

function encodeVector(vector: Float32Array): string {
  const bytes = new DataView(new ArrayBuffer(vector.length * 4));
  for (const [index, value] of vector.entries()) bytes.setFloat32(index * 4, value, true);
  return Buffer.from(bytes.buffer).toString("base64");
}

function decodeVector(text: string): Float32Array {
  const bytes = Buffer.from(text, "base64");
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
}
