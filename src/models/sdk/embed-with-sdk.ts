import { type EmbeddingReply, estimateTokens, type ImagePart, type ModelRef, type TextPart } from "#minions";
import { EmbeddingUnsupportedError, ProviderReplyMalformedError } from "../errors/index.ts";
import type { Failure, ProviderEndpoint, ProviderTransport } from "../http/index.ts";
import { embeddingModelOf, embedsImages } from "../profiles/embedding-model.ts";
import type { SdkProvider } from "./sdk-provider.ts";

const BATCH_SIZE = 64;

export interface EmbeddingDeps {
  readonly ref: ModelRef;
  readonly endpoint: ProviderEndpoint;
  readonly transport: ProviderTransport;
  readonly provider: SdkProvider;
  readonly judge: (thrown: unknown) => Failure;
}

interface Batch {
  readonly vectors: readonly (readonly number[])[];
  readonly tokens: number;
}

/** Embeds texts, and images where the model takes them, batch by batch. @throws EmbeddingUnsupportedError */
export async function embedWithSdk(
  deps: EmbeddingDeps,
  inputs: readonly (TextPart | ImagePart)[],
  signal: AbortSignal,
): Promise<EmbeddingReply> {
  const { endpoint, provider, ref } = deps;
  const name = embeddingModelOf(endpoint, ref.model);
  if (name === undefined || provider.embeddingModel === undefined)
    throw new EmbeddingUnsupportedError(ref, "text");
  const withImages = inputs.some((input) => input.type === "image");
  if (withImages && !embedsImages(endpoint, ref.model)) throw new EmbeddingUnsupportedError(ref, "image");
  const model = provider.embeddingModel(name);
  const { embedMany } = await import("ai");
  const judge = (thrown: unknown): Failure => deps.judge(thrown);
  const embedBatch = (batch: readonly (TextPart | ImagePart)[]): Promise<Batch> =>
    deps.transport.call(
      async (bounded) => {
        const result = await embedMany({
          model,
          values: batch.map((input) => (input.type === "text" ? input.text : "")),
          maxRetries: 0,
          abortSignal: bounded,
          ...(withImages ? { providerOptions: { google: { content: batch.map(imageContent) } } } : {}),
        });
        return { vectors: result.embeddings, tokens: result.usage.tokens };
      },
      judge,
      signal,
    );
  const batches: Batch[] = [];
  for (let start = 0; start < inputs.length; start += BATCH_SIZE) {
    batches.push(await embedBatch(inputs.slice(start, start + BATCH_SIZE)));
  }
  return collect(batches, inputs, endpoint.id);
}

function imageContent(
  input: TextPart | ImagePart,
): { inlineData: { mimeType: string; data: string } }[] | null {
  if (input.type === "text") return null;
  return [{ inlineData: { mimeType: input.mediaType, data: Buffer.from(input.data).toString("base64") } }];
}

function collect(
  batches: readonly Batch[],
  inputs: readonly (TextPart | ImagePart)[],
  provider: string,
): EmbeddingReply {
  const vectors = batches.flatMap((batch) => batch.vectors.map((vector) => Float32Array.from(vector)));
  if (vectors.length !== inputs.length) {
    throw new ProviderReplyMalformedError(provider, `${vectors.length} vectors for ${inputs.length} inputs`);
  }
  const counted = batches.reduce(
    (sum, batch) => sum + (Number.isFinite(batch.tokens) ? batch.tokens : Number.NaN),
    0,
  );
  const estimated = !(counted > 0);
  const estimate = inputs.reduce(
    (sum, input) => sum + (input.type === "text" ? estimateTokens(input.text) : 0),
    0,
  );
  return {
    vectors,
    usage: { promptTokens: estimated ? estimate : counted, completionTokens: 0, cachedTokens: 0, estimated },
  };
}
