import { type EmbeddingModelV4, InvalidResponseDataError } from "@ai-sdk/provider";
import { z } from "zod";
import { type OllamaServer, postToOllama } from "./ollama-server.ts";

const embedAnswer = z.object({
  embeddings: z.array(z.array(z.number())),
  prompt_eval_count: z.number().optional().catch(undefined),
});

/** Embeds through /api/embed, all values of a call in one request. */
export function createOllamaEmbedder(server: OllamaServer, model: string): EmbeddingModelV4 {
  return {
    specificationVersion: "v4",
    provider: "ollama",
    modelId: model,
    maxEmbeddingsPerCall: undefined,
    supportsParallelCalls: false,
    doEmbed: async ({ values, headers, abortSignal }) => {
      const body = { model, input: values, truncate: false };
      const response = await postToOllama(server, "/api/embed", body, { headers, abortSignal });
      const answer = embedAnswer.safeParse(await response.json());
      if (!answer.success)
        throw new InvalidResponseDataError({ data: undefined, message: "No embeddings in the answer" });
      const tokens = answer.data.prompt_eval_count;
      return {
        embeddings: answer.data.embeddings,
        warnings: [],
        ...(tokens === undefined ? {} : { usage: { tokens } }),
      };
    },
  };
}
