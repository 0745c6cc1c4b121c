import type { ProviderEndpoint } from "../http/index.ts";

const WIRES_WITH_EMBEDDINGS = new Set(["openai", "google", "openai-compatible", "ollama"]);

/** Which model embeds for this one: the configured one, itself where its name says so, or the provider's default. */
export function embeddingModelOf(endpoint: ProviderEndpoint, model: string): string | undefined {
  const { config, entry } = endpoint;
  if (!WIRES_WITH_EMBEDDINGS.has(entry.wire)) return undefined;
  if (config.embeddingModel !== undefined) return config.embeddingModel;
  return /embed/i.test(model) ? model : entry.defaultEmbeddingModel;
}

/** Whether images embed too: of the embedders that we speak to, only Google's second generation takes them. */
export function embedsImages(endpoint: ProviderEndpoint, model: string): boolean {
  const name = embeddingModelOf(endpoint, model);
  return (
    endpoint.entry.wire === "google" &&
    name !== undefined &&
    /^gemini-embedding-(?:[2-9]|[1-9]\d)(?:\D|$)/.test(name)
  );
}
