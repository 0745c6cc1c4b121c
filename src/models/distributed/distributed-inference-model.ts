import {
  type EmbeddingReply,
  formatModelRef,
  ImagesUnsupportedError,
  type Model,
  type ModelProfile,
  type ModelRef,
  type ModelReply,
  type ModelRequest,
} from "#minions";
import {
  EmbeddingUnsupportedError,
  ModelNotFoundError,
  ProviderRejectedError,
  ProviderReplyMalformedError,
} from "../errors/index.ts";
import {
  correlationHeaders,
  type Failure,
  judgeFailure,
  type ModelsRuntime,
  type ProviderEndpoint,
  type ProviderTransport,
} from "../http/index.ts";
import { readJson } from "../profiles/read-json.ts";
import { fitContext } from "../sdk/context-fit.ts";
import {
  ANY_MODEL,
  type ChatAnswer,
  type ChatBody,
  chatAnswerSchema,
  chatBody,
  replyFinish,
  replyText,
  replyUsage,
} from "./coordinator-wire.ts";

export interface DistributedInferenceDeps {
  readonly endpoint: ProviderEndpoint;
  readonly transport: ProviderTransport;
  readonly runtime: ModelsRuntime;
}

/**
 * A model of a network of nodes behind a coordinator, as the Minions project defines it: one prompt by `POST /chat`,
 * which the coordinator hands to a node. The model `auto` lets the coordinator choose.
 *
 * The wire carries neither temperature nor seed nor a limit of the reply, and does not stream.
 */
export function createDistributedInferenceModel(ref: ModelRef, deps: DistributedInferenceDeps): Model {
  return new DistributedInferenceModel(ref, deps);
}

class DistributedInferenceModel implements Model {
  readonly ref: ModelRef;
  readonly inProcess = false;
  readonly #deps: DistributedInferenceDeps;

  constructor(ref: ModelRef, deps: DistributedInferenceDeps) {
    this.ref = ref;
    this.#deps = deps;
  }

  /** As configured: the coordinator tells nothing about its models. */
  async profile(_signal: AbortSignal): Promise<ModelProfile> {
    return {
      contextTokens: this.#deps.endpoint.config.contextTokens?.[this.ref.model],
      seesImages: false,
      embedsText: false,
      embedsImages: false,
    };
  }

  async generate(request: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
    if (request.messages.some(holdsImage)) throw new ImagesUnsupportedError(formatModelRef(this.ref));
    fitContext(request, await this.profile(signal), this.ref);
    const body = chatBody(request, this.ref.model);
    const answer = await this.#deps.transport.call(
      (bounded, attempt) => {
        if (attempt > 0) request.onResend?.(this.ref);
        return this.#send(body, request, bounded);
      },
      this.#judge,
      signal,
    );
    const text = replyText(answer, request);
    const answeredBy = { provider: this.ref.provider, model: answer.model_used ?? this.ref.model };
    return { text, finish: replyFinish(answer), usage: replyUsage(answer, body, text), answeredBy };
  }

  embed(): Promise<EmbeddingReply> {
    return Promise.reject(new EmbeddingUnsupportedError(this.ref, "text"));
  }

  async #send(body: ChatBody, { correlation }: ModelRequest, signal: AbortSignal): Promise<ChatAnswer> {
    const { endpoint, transport, runtime } = this.#deps;
    const headers = correlationHeaders(correlation, runtime.random);
    const question = { url: `${endpoint.baseUrl}/chat`, body, headers };
    const answer = await readJson({ endpoint, fetch: transport.fetch }, question, signal).catch(
      (error: unknown) => {
        // The parser's own words quote the reply, which may quote the document.
        throw error instanceof SyntaxError
          ? new ProviderReplyMalformedError(endpoint.id, "it is not JSON")
          : error;
      },
    );
    const read = chatAnswerSchema.safeParse(answer);
    if (read.success) return read.data;
    throw new ProviderReplyMalformedError(endpoint.id, "it holds no response");
  }

  readonly #judge = (thrown: unknown): Failure => {
    const { endpoint, transport, runtime } = this.#deps;
    const failure = judgeFailure(thrown, {
      endpoint,
      ref: this.ref,
      connectMs: transport.timeouts.connectMs,
      now: runtime.now,
    });
    const noNode = failure.error instanceof ModelNotFoundError && this.ref.model === ANY_MODEL;
    if (!noNode) return failure;
    const detail = "no node of the coordinator offers a model, or the base URL is not a coordinator's";
    return { error: new ProviderRejectedError(endpoint.id, 404, detail), retryable: false };
  };
}

function holdsImage({ content }: ModelRequest["messages"][number]): boolean {
  return typeof content !== "string" && content.some((part) => part.type === "image");
}
