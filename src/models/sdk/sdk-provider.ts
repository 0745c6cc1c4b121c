import type { EmbeddingModelV4, LanguageModelV4 } from "@ai-sdk/provider";
import { assertNever } from "#kernel";
import type { ProviderEndpoint } from "../http/index.ts";
import { createOllamaProvider } from "../ollama/ollama-provider.ts";

/** The part of an AI SDK provider that we use. */
export interface SdkProvider {
  languageModel(model: string): LanguageModelV4;
  /** Absent where the provider has no embeddings. */
  embeddingModel?(model: string): EmbeddingModelV4;
}

/**
 * Opens the AI SDK's provider for a wire format. Packages are loaded when first needed: a run with the embedded engine
 * loads none. Key and base URL are always given, so that no package looks into the environment.
 */
export async function openSdkProvider(
  endpoint: ProviderEndpoint,
  fetch: typeof globalThis.fetch,
): Promise<SdkProvider> {
  const { entry, id, baseUrl: baseURL, headers } = endpoint;
  const apiKey = endpoint.apiKey ?? "";
  const { wire } = entry;
  switch (wire) {
    case "openai": {
      const { createOpenAI } = await import("@ai-sdk/openai");
      const provider = createOpenAI({ apiKey, baseURL, headers, fetch });
      return {
        languageModel: (model) => provider.chat(model),
        embeddingModel: (model) => provider.embeddingModel(model),
      };
    }
    case "anthropic": {
      const { createAnthropic } = await import("@ai-sdk/anthropic");
      const provider = createAnthropic({ apiKey, baseURL, headers, fetch });
      return { languageModel: (model) => provider(model) };
    }
    case "google": {
      const { createGoogle } = await import("@ai-sdk/google");
      const provider = createGoogle({ apiKey, baseURL, headers, fetch });
      return {
        languageModel: (model) => provider(model),
        embeddingModel: (model) => provider.embeddingModel(model),
      };
    }
    case "groq": {
      const { createGroq } = await import("@ai-sdk/groq");
      const provider = createGroq({ apiKey, baseURL, headers, fetch });
      return { languageModel: (model) => provider(model) };
    }
    case "deepseek": {
      const { createDeepSeek } = await import("@ai-sdk/deepseek");
      const provider = createDeepSeek({ apiKey, baseURL, headers, fetch });
      return { languageModel: (model) => provider(model) };
    }
    case "openai-compatible": {
      const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
      const provider = createOpenAICompatible({
        name: id,
        baseURL,
        headers: { ...headers },
        fetch,
        includeUsage: true,
        supportsStructuredOutputs: true,
        ...(apiKey === "" ? {} : { apiKey }),
      });
      return {
        languageModel: (model) => provider.chatModel(model),
        embeddingModel: (model) => provider.embeddingModel(model),
      };
    }
    case "ollama":
      return createOllamaProvider({ baseUrl: baseURL, apiKey: endpoint.apiKey, headers, fetch });
    case "coordinator":
    case "in-process":
      throw new Error(`${id} is opened by its own factory`);
    default:
      return assertNever(wire);
  }
}
