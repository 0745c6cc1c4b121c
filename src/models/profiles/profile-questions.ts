import { z } from "zod";
import type { ProviderEndpoint } from "../http/index.ts";
import type { JsonQuestion } from "./read-json.ts";

/** What a provider says about a model; absent where it does not. */
export interface ModelFacts {
  readonly contextTokens?: number | undefined;
  readonly seesImages?: boolean | undefined;
}

export interface ProfileQuestion extends JsonQuestion {
  /** Never throws: an answer of another shape says nothing. */
  read(answer: unknown): ModelFacts;
}

/** How to ask a provider about a model; undefined where its API does not tell. */
export function profileQuestion(
  { entry, baseUrl }: ProviderEndpoint,
  model: string,
): ProfileQuestion | undefined {
  if (entry.wire === "ollama") return { url: `${baseUrl}/api/show`, body: { model }, read: readOllama };
  if (entry.wire === "google")
    return { url: `${baseUrl}/models/${encodeURIComponent(model)}`, read: readGoogle };
  const root = baseUrl.replace(/\/v1$/, "");
  if (entry.id === "llama-server") return { url: `${root}/props`, read: readLlamaServer };
  if (entry.id === "lmstudio") {
    return { url: `${root}/api/v0/models`, read: (answer) => readLmStudio(answer, model) };
  }
  if (entry.wire === "openai-compatible" || entry.wire === "groq") {
    return { url: `${baseUrl}/models`, read: (answer) => readModelList(answer, model) };
  }
  return undefined;
}

const tokens = z.number().int().positive().optional().catch(undefined);

const ollamaShow = z.object({
  model_info: z.record(z.string(), z.unknown()).optional(),
  capabilities: z.array(z.string()).optional(),
});

function readOllama(answer: unknown): ModelFacts {
  const { data } = ollamaShow.safeParse(answer);
  const length = Object.entries(data?.model_info ?? {}).find(([key]) => key.endsWith(".context_length"))?.[1];
  return { contextTokens: tokens.parse(length), seesImages: data?.capabilities?.includes("vision") };
}

const googleModel = z.object({ inputTokenLimit: tokens });

function readGoogle(answer: unknown): ModelFacts {
  return { contextTokens: googleModel.safeParse(answer).data?.inputTokenLimit };
}

const llamaServerProps = z.object({
  default_generation_settings: z.object({ n_ctx: tokens }).optional().catch(undefined),
  modalities: z.object({ vision: z.boolean().optional() }).optional().catch(undefined),
});

function readLlamaServer(answer: unknown): ModelFacts {
  const { data } = llamaServerProps.safeParse(answer);
  return { contextTokens: data?.default_generation_settings?.n_ctx, seesImages: data?.modalities?.vision };
}

const lmStudioModel = z.object({
  id: z.string(),
  type: z.string().optional(),
  loaded_context_length: tokens,
  max_context_length: tokens,
});

function readLmStudio(answer: unknown, model: string): ModelFacts {
  const found = modelsOf(answer, lmStudioModel).find(({ id }) => id === model);
  return {
    contextTokens: found?.loaded_context_length ?? found?.max_context_length,
    seesImages: found?.type === undefined ? undefined : found.type === "vlm",
  };
}

const listedModel = z.object({
  id: z.string(),
  /** vLLM; Together; Groq; others. */
  max_model_len: tokens,
  context_length: tokens,
  context_window: tokens,
  max_context_length: tokens,
});
const modelList = z.union([
  z.array(z.unknown()),
  z.object({ data: z.array(z.unknown()) }).transform(({ data }) => data),
]);

function modelsOf<Item>(answer: unknown, item: z.ZodType<Item>): Item[] {
  const models = modelList.safeParse(answer).data ?? [];
  return models.map((model) => item.safeParse(model).data).filter((model) => model !== undefined);
}

function readModelList(answer: unknown, model: string): ModelFacts {
  const found = modelsOf(answer, listedModel).find(({ id }) => id === model);
  return {
    contextTokens:
      found?.max_model_len ?? found?.context_length ?? found?.context_window ?? found?.max_context_length,
  };
}
