import type { ZodType } from "zod";
import type { ModelStep } from "./steps.ts";

/** Which side of the conversation a model plays. */
export type Side = "local" | "remote";

/** A model by provider and name, for example `ollama/llama3.2`. */
export interface ModelRef {
  readonly provider: string;
  readonly model: string;
}

/** Tokens of one or more calls. */
export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** The part of `promptTokens` that the provider served from its cache. */
  readonly cachedTokens: number;
  /** True where any figure is our estimate because the provider gave none. */
  readonly estimated: boolean;
}

export interface TextPart {
  readonly type: "text";
  readonly text: string;
}

export interface ImagePart {
  readonly type: "image";
  readonly mediaType: string;
  readonly data: Uint8Array;
}

export interface ModelMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string | readonly (TextPart | ImagePart)[];
}

/** What the reply must be: free text, or JSON that fits a schema. */
export type OutputContract =
  | { readonly kind: "text" }
  | { readonly kind: "json"; readonly name: string; readonly schema: ZodType };

/** By which request of a client a call is made, so that its way can be followed across systems. No part of what is asked. */
export interface Correlation {
  /** Goes out as `X-Request-ID` where it is 1 to 128 characters of `A-Z a-z 0-9 . _ -`, and not at all where it is not. */
  readonly requestId?: string;
  /** The client's W3C `traceparent`; one that is malformed does not go out. */
  readonly traceParent?: string;
}

/** One request to a model. All that a provider may see is in `messages`, `output` and `correlation`. */
export interface ModelRequest {
  readonly side: Side;
  /** Deterministic name of the step within its run, for example `round-1/job-3/sample-0/attempt-0`. */
  readonly stepPath: string;
  /** The same request as typed data, for engines that work by rule. Adapters for providers never send it. */
  readonly step: ModelStep;
  readonly messages: readonly ModelMessage[];
  readonly output: OutputContract;
  /** 0..2. */
  readonly temperature: number;
  readonly maxOutputTokens: number;
  /** Lower bound in tokens for the context window to ask for, where the provider lets one choose (Ollama's num_ctx). */
  readonly contextTokens?: number;
  /** Distinguishes samples of the same prompt; sent as the seed where the provider has one. */
  readonly seed?: number;
  /** Sent as headers by adapters that speak HTTP; by none where absent. The same request with another one is the same request. */
  readonly correlation?: Correlation;
  /** Called with pieces of the reply's text as they arrive, where the provider streams. */
  readonly onTextDelta?: (delta: string) => void;
  /** Called where the first sending goes to another model of a chain than {@link Model.ref}. Where it throws, nothing is sent. */
  readonly onRedirect?: (recipient: ModelRef) => void;
  /** Called each time the same request is sent once more, by a retry or a fall-back, so that the egress ledger is true. Where it throws, nothing is sent. */
  readonly onResend?: (recipient: ModelRef) => void;
}

export type FinishReason = "stop" | "length" | "refusal" | "other";

export interface ModelReply {
  readonly text: string;
  readonly finish: FinishReason;
  readonly usage: Usage;
  /** The model that really answered: differs from the one asked for after a fall-back. */
  readonly answeredBy: ModelRef;
  /** True where it is what an earlier run was answered to the same: nothing was sent, and nothing was used. */
  readonly reused?: true;
}

/** What a model can do, as asked from its provider or configured. */
export interface ModelProfile {
  /** Prompt and completion together, in tokens; undefined where nobody knows. */
  readonly contextTokens: number | undefined;
  readonly seesImages: boolean;
  readonly embedsText: boolean;
  readonly embedsImages: boolean;
  /** False for engines that cannot write the decomposition as code; a plan is asked for instead. True when absent. */
  readonly writesCode?: boolean;
  /** True for engines that can do nothing without a document. False when absent. */
  readonly requiresDocuments?: boolean;
  /** What a reader must know to judge this model's answers; it becomes one of the result's notices. */
  readonly notice?: string;
}

export interface EmbeddingReply {
  /** One vector for each input, in order. */
  readonly vectors: readonly Float32Array[];
  readonly usage: Usage;
}

/** The narrow port through which the protocols ask any model. Implementations retry, pool and fall back on their own. */
export interface Model {
  readonly ref: ModelRef;
  /** True where every call stays inside this process: nothing leaves the machine. */
  readonly inProcess: boolean;
  profile(signal: AbortSignal): Promise<ModelProfile>;
  /** @throws a typed model error when no reply can be had. Aborting the signal ends the call down to the socket. */
  generate(request: ModelRequest, signal: AbortSignal): Promise<ModelReply>;
  /** @throws a typed model error where the model cannot embed (see {@link ModelProfile.embedsText}). */
  embed(inputs: readonly (TextPart | ImagePart)[], signal: AbortSignal): Promise<EmbeddingReply>;
}

export const NO_USAGE: Usage = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, estimated: false };

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    estimated: a.estimated || b.estimated,
  };
}

/** Tokens of a text where no tokenizer is at hand: characters / 4, rounded up; errs by about a quarter on English prose. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

export function formatModelRef(ref: ModelRef): string {
  return `${ref.provider}/${ref.model}`;
}
