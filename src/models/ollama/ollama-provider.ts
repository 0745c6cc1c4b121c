import type { EmbeddingModelV4, LanguageModelV4 } from "@ai-sdk/provider";
import { OllamaChatModel } from "./ollama-chat-model.ts";
import { createOllamaEmbedder } from "./ollama-embedder.ts";
import type { OllamaServer } from "./ollama-server.ts";

/**
 * Ollama's own API as an AI SDK provider.
 *
 * The community package sends neither `truncate` nor `shift`, without which Ollama silently drops the start of a long
 * prompt, and repairs JSON where we want the reply as it came; so this is written on /api/chat itself.
 */
export function createOllamaProvider(server: OllamaServer): {
  languageModel(model: string): LanguageModelV4;
  embeddingModel(model: string): EmbeddingModelV4;
} {
  return {
    languageModel: (model) => new OllamaChatModel(server, model),
    embeddingModel: (model) => createOllamaEmbedder(server, model),
  };
}
