import type { RunContext } from "#engine";
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
  type Usage,
} from "#minions";
import { type Hashable, requestHash } from "./request-hash.ts";

/** Stores what a step gave before it is used, and gives it back when the run starts over: see {@link RunContext.once}. */
export type Once = RunContext["once"];

/** A reply with what else the run saw of the call, so that a replay shows it the same. */
interface StoredReply {
  readonly reply: ModelReply;
  /** Whether pieces of the reply were told as they arrived. */
  readonly streamed: boolean;
  /** To whom the request was sent once more, by retries and fall-backs. */
  readonly resentTo: readonly ModelRef[];
  /** To whom it was sent first, where that was not the model that was asked. */
  readonly redirectedTo?: ModelRef;
}

interface StoredEmbedding {
  /** Little-endian 32-bit floats in base64, one text for each input. */
  readonly vectors: readonly string[];
  readonly usage: Usage;
}

/**
 * A model whose every call is a step of the task's journal: a run that starts over replays what is paid and pays only
 * what was in flight. Calls that failed are not kept and are made again.
 */
export function journaledModel(model: Model, side: Side, once: Once): Model {
  return {
    ref: model.ref,
    inProcess: model.inProcess,
    profile: (signal) => model.profile(signal),
    generate: (request, signal) => generate(model, side, once, request, signal),
    embed: (inputs, signal) => embed(model, side, once, inputs, signal),
  };
}

async function generate(
  model: Model,
  side: Side,
  once: Once,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<ModelReply> {
  let ranNow = false;
  const call = async (): Promise<StoredReply> => {
    ranNow = true;
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
  };
  const hash = requestHash(hashableRequest(model, side, request));
  const stored = await once(`${side}/${request.stepPath}`, hash, call);
  if (!ranNow) {
    if (stored.redirectedTo !== undefined) request.onRedirect?.(stored.redirectedTo);
    for (const recipient of stored.resentTo) request.onResend?.(recipient);
    if (stored.streamed) request.onTextDelta?.(stored.reply.text);
  }
  return stored.reply;
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
  side: Side,
  once: Once,
  inputs: readonly (TextPart | ImagePart)[],
  signal: AbortSignal,
): Promise<EmbeddingReply> {
  const hash = requestHash({ model: formatModelRef(model.ref), inputs: inputs.map(hashablePart) });
  const stored = await once(`${side}/embed/${hash}`, hash, async (): Promise<StoredEmbedding> => {
    const { vectors, usage } = await model.embed(inputs, signal);
    return { vectors: vectors.map(encodeVector), usage };
  });
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
