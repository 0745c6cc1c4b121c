import type { LanguageModelV4 } from "@ai-sdk/provider";
import { AbortedError, throwIfAborted } from "#kernel";
import type { ImagePart, Model, ModelProfile, ModelRef, ModelReply, ModelRequest, TextPart } from "#minions";
import { type EmbeddingReply, estimateTokens } from "#minions";
import {
  correlationHeaders,
  type Failure,
  judgeFailure,
  type ModelsRuntime,
  type ProviderEndpoint,
  type ProviderTransport,
} from "../http/index.ts";
import { askProfile } from "../profiles/ask-profile.ts";
import { askSdkModel, type SdkAnswer } from "./ask-sdk-model.ts";
import { type ContextFit, fitContext } from "./context-fit.ts";
import { embedWithSdk } from "./embed-with-sdk.ts";
import { failedGeneration } from "./failed-generation.ts";
import { type RequestShape, relaxShape } from "./request-shape.ts";
import type { SdkProvider } from "./sdk-provider.ts";

export interface SdkModelDeps {
  readonly ref: ModelRef;
  readonly endpoint: ProviderEndpoint;
  readonly transport: ProviderTransport;
  readonly runtime: ModelsRuntime;
  /** Loads the provider's package on first use. */
  readonly openProvider: () => Promise<SdkProvider>;
}

/** A model of any provider that the AI SDK speaks to. */
export class SdkModel implements Model {
  readonly ref: ModelRef;
  readonly inProcess = false;
  readonly #deps: SdkModelDeps;
  #profile: Promise<ModelProfile> | undefined;
  /** What this model was found to refuse, by the name of the output contract. */
  readonly #learned = new Map<string, RequestShape>();
  #windowTokens = 0;

  constructor(deps: SdkModelDeps) {
    this.ref = deps.ref;
    this.#deps = deps;
  }

  async profile(signal: AbortSignal): Promise<ModelProfile> {
    throwIfAborted(signal, "Asking for the model's profile");
    for (;;) {
      const asked = this.#profile ?? askProfile({ ...this.#deps, judge: this.#judge }, signal);
      this.#profile = asked;
      try {
        return await asked;
      } catch (error) {
        if (this.#profile === asked) this.#profile = undefined; // The next caller asks again.
        const othersAbort = error instanceof AbortedError && !signal.aborted;
        if (!othersAbort) throw error;
      }
    }
  }

  async generate(request: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
    const profile = await this.profile(signal);
    const fit = fitContext(request, profile, this.ref);
    const provider = await this.#deps.openProvider();
    const model = provider.languageModel(this.ref.model);
    const sending = new Sending(request, this.ref);
    const answer = await this.#deps.transport.call(
      (bounded) => this.#send(model, sending, fit, profile, bounded),
      this.#judge,
      signal,
    );
    return { ...answer, answeredBy: this.ref };
  }

  async embed(inputs: readonly (TextPart | ImagePart)[], signal: AbortSignal): Promise<EmbeddingReply> {
    const provider = await this.#deps.openProvider();
    return await embedWithSdk({ ...this.#deps, provider, judge: this.#judge }, inputs, signal);
  }

  /** One attempt: sends less of the request as long as the model refuses a part that can be spared. */
  async #send(
    model: LanguageModelV4,
    sending: Sending,
    fit: ContextFit,
    profile: ModelProfile,
    signal: AbortSignal,
  ): Promise<SdkAnswer> {
    const { endpoint, runtime } = this.#deps;
    const { request } = sending;
    let shape = this.#firstShape(request, fit);
    for (;;) {
      const onTextDelta = sending.start();
      try {
        const question = {
          provider: endpoint.id,
          secrets: endpoint.secrets,
          model,
          request,
          shape,
          fit,
          headers: correlationHeaders(request.correlation, runtime.random),
          onTextDelta,
        };
        const answer = await askSdkModel(question, signal);
        this.#learned.set(contractName(request), shape);
        this.#windowTokens = Math.max(this.#windowTokens, shape.contextTokens ?? 0);
        return answer;
      } catch (thrown) {
        if (signal.aborted) throw thrown;
        const rejected = failedGeneration(thrown);
        if (rejected !== undefined) return unfitReply(rejected, fit);
        const { error } = this.#judge(thrown);
        const relaxed = relaxShape(shape, error, { mostContextTokens: profile.contextTokens });
        if (relaxed === undefined) throw thrown;
        shape = relaxed;
      }
    }
  }

  #firstShape(request: ModelRequest, fit: ContextFit): RequestShape {
    const learned = this.#learned.get(contractName(request));
    const format = learned?.format ?? (request.output.kind === "json" ? "schema" : "text");
    const refusals = [...this.#learned.values()];
    return {
      format,
      temperature: refusals.every((shape) => shape.temperature),
      seed: refusals.every((shape) => shape.seed),
      completionLimit: refusals.some((shape) => shape.completionLimit),
      contextTokens: this.#window(fit),
    };
  }

  /** Only grows: Ollama loads a model anew whenever its window changes. */
  #window(fit: ContextFit): number | undefined {
    if (this.#deps.endpoint.entry.wire !== "ollama") return undefined;
    this.#windowTokens = Math.max(this.#windowTokens, fit.windowTokens);
    return this.#windowTokens;
  }

  readonly #judge = (thrown: unknown): Failure => {
    const { endpoint, transport, runtime } = this.#deps;
    return judgeFailure(thrown, {
      endpoint,
      ref: this.ref,
      connectMs: transport.timeouts.connectMs,
      now: runtime.now,
    });
  };
}

function unfitReply(text: string, fit: ContextFit): SdkAnswer {
  const usage = {
    promptTokens: fit.promptTokens,
    completionTokens: estimateTokens(text),
    cachedTokens: 0,
    estimated: true,
  };
  return { text, finish: "other", usage };
}

function contractName({ output }: ModelRequest): string {
  return output.kind === "json" ? `json:${output.name}` : "text";
}

/** One request on its way, however often it is sent: tells of each resend and never repeats text that was delivered. */
class Sending {
  readonly request: ModelRequest;
  readonly #ref: ModelRef;
  #sent = false;
  #delivered = false;

  constructor(request: ModelRequest, ref: ModelRef) {
    this.request = request;
    this.#ref = ref;
  }

  /** Where this sending's text goes; nowhere once an earlier sending has delivered some, as the reply holds it all. */
  start(): ((delta: string) => void) | undefined {
    if (this.#sent) this.request.onResend?.(this.#ref);
    this.#sent = true;
    const deliver = this.request.onTextDelta;
    if (deliver === undefined || this.#delivered) return undefined;
    return (delta) => {
      this.#delivered = true;
      deliver(delta);
    };
  }
}
