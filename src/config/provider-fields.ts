import { z } from "zod";
import { field } from "./field.ts";
import { Secret } from "./secret.ts";

const secret = z
  .string()
  .min(1)
  .transform((text) => new Secret(text));

const milliseconds = z.number().int().min(1).max(86_400_000).optional();
const contextTokens = z.record(z.string().min(1), z.number().int().min(512).max(20_000_000));

/** Settings that every provider has and that stand in the file alone; none is needed to begin with. */
function tuning() {
  return {
    embeddingModel: field(z.string().min(1).optional(), {
      description: "The model that embeds texts for `use_retrieval: embedding`, as the provider names it.",
      unset: "the provider's usual one, where it has one",
    }),
    maxConcurrency: field(z.number().int().min(1).max(1024).optional(), {
      description: "Requests under way at once.",
      unit: "requests",
      unset: "16; 4 for servers of your own",
    }),
    maxRetries: field(z.number().int().min(0).max(20).optional(), {
      description: "Further attempts after a failure that may pass.",
      unset: "3",
    }),
    timeouts: field(
      z
        .strictObject({ connectMs: milliseconds, firstByteMs: milliseconds, callMs: milliseconds })
        .default({}),
      {
        description: "Time limits of one call: `connectMs`, `firstByteMs`, `callMs`.",
        unit: "milliseconds",
        table: true,
      },
    ),
    contextTokens: field(contextTokens.default({}), {
      description: "Context windows by model name; they go before what the provider says.",
      unit: "tokens",
    }),
    visionModels: field(z.array(z.string().min(1)).default([]), {
      description: "Models that see images, where the provider cannot be asked.",
      table: true,
    }),
    headers: field(z.record(z.string().regex(/^[A-Za-z0-9-]+$/, "is no header name"), secret).default({}), {
      description: "HTTP headers sent with every request; their values are kept as secrets.",
    }),
  };
}

interface ProviderText {
  readonly name: string;
  /** Stem of the environment variables. */
  readonly stem: string;
  readonly keyAliases?: readonly string[];
  readonly addressVariable?: string;
  /** Where the provider is unless told; none for one that must be told. */
  readonly address?: string;
}

function provider(text: ProviderText, keyText: { readonly description: string; readonly unset: string }) {
  const { name, stem, address = "none: it must be given" } = text;
  return z
    .strictObject({
      apiKey: field(secret.optional(), {
        ...keyText,
        env: `${stem}_API_KEY`,
        envAliases: text.keyAliases ?? [],
        secret: true,
      }),
      baseUrl: field(z.string().trim().min(1).optional(), {
        description: `Address of ${name}.`,
        env: text.addressVariable ?? `${stem}_BASE_URL`,
        placeholder: "url",
        unset: address,
      }),
      ...tuning(),
    })
    .prefault({});
}

function hosted(text: ProviderText) {
  const description = `Key of ${text.name}. A key alone sends nothing anywhere: a model must be named too.`;
  return provider(
    { address: "the provider's public address", ...text },
    { description, unset: `${text.name} cannot be used` },
  );
}

function selfHosted(text: ProviderText) {
  const description = `Key of ${text.name}, where the server asks for one.`;
  return provider(text, { description, unset: "none is sent" });
}

/** Every provider by the name that stands before the slash of a model. A test holds the names to the models' own table. */
export const providersSchema = z
  .strictObject({
    ollama: selfHosted({
      name: "the Ollama server",
      stem: "OLLAMA",
      addressVariable: "OLLAMA_HOST",
      address: "http://127.0.0.1:11434",
    }),
    openai: hosted({ name: "OpenAI", stem: "OPENAI" }),
    anthropic: hosted({ name: "Anthropic", stem: "ANTHROPIC" }),
    google: hosted({ name: "Google Gemini", stem: "GOOGLE", keyAliases: ["GEMINI_API_KEY"] }),
    groq: hosted({ name: "Groq", stem: "GROQ" }),
    together: hosted({ name: "Together AI", stem: "TOGETHER" }),
    deepseek: hosted({ name: "DeepSeek", stem: "DEEPSEEK" }),
    lemonade: selfHosted({
      name: "the Lemonade server",
      stem: "LEMONADE",
      address: "http://localhost:8000/api/v1",
    }),
    mlx: selfHosted({ name: "the MLX server", stem: "MLX", address: "http://localhost:8080/v1" }),
    "cartesia-mlx": selfHosted({
      name: "the Cartesia MLX server",
      stem: "CARTESIA_MLX",
      address: "http://localhost:8080/v1",
    }),
    "llama-server": selfHosted({
      name: "the llama.cpp server",
      stem: "LLAMA_SERVER",
      address: "http://localhost:8080/v1",
    }),
    vllm: selfHosted({ name: "the vLLM server", stem: "VLLM", address: "http://localhost:8000/v1" }),
    lmstudio: selfHosted({
      name: "the LM Studio server",
      stem: "LMSTUDIO",
      address: "http://localhost:1234/v1",
    }),
    "openai-compatible": selfHosted({
      name: "the server on the OpenAI wire format",
      stem: "OPENAI_COMPATIBLE",
    }),
    distributed_inference: selfHosted({
      name: "the distributed inference coordinator",
      stem: "DISTRIBUTED_INFERENCE",
      address: "http://localhost:8080",
    }),
  })
  .prefault({});

/** Names that are taken: an endpoint under one of them would be passed over without a word. */
const TAKEN_NAMES: readonly string[] = [
  ...Object.keys(providersSchema.unwrap().shape),
  "embedded",
  "llama-cpp",
];

/** Endpoints of one's own on the OpenAI wire format, each a provider by its name. */
export const endpointsSchema = field(
  z
    .record(
      z
        .string()
        .regex(/^[a-z][a-z0-9_-]{0,63}$/, "a name is lower-case letters, digits, - and _")
        .refine((name) => !TAKEN_NAMES.includes(name), "is the name of a provider; choose another"),
      z.strictObject({
        baseUrl: z.url({ protocol: /^https?$/, error: "must be an http:// or https:// address" }),
        apiKey: secret.optional(),
        apiKeyEnv: z.string().min(1).optional(),
        embeddingModel: z.string().min(1).optional(),
        maxConcurrency: z.number().int().min(1).max(1024).optional(),
        contextTokens: contextTokens.optional(),
        visionModels: z.array(z.string().min(1)).optional(),
      }),
    )
    .default({}),
  {
    description:
      "Further servers on the OpenAI wire format, by the provider name to use for them: " +
      '`{"my-server": {"baseUrl": "http://…/v1", "apiKeyEnv": "MY_KEY"}}`. ' +
      "`apiKeyEnv` names the environment variable that holds the key; `embeddingModel`, `maxConcurrency`, " +
      "`contextTokens` and `visionModels` are those of every provider.",
  },
);
