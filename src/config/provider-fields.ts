import { z } from "zod";
import { field } from "./field.ts";
import { Secret } from "./secret.ts";

const secret = z
  .string()
  .min(1)
  .transform((text) => new Secret(text));

const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http:// or https:// address" });

function apiKey(provider: string, env: string) {
  return field(secret.optional(), {
    description: `Key of ${provider}. A key alone sends nothing anywhere: a model must be named too.`,
    env,
    secret: true,
    unset: `${provider} cannot be used`,
  });
}

function baseUrl(what: string, env: string, unset: string) {
  return field(httpUrl.optional(), { description: `Address of ${what}.`, env, placeholder: "url", unset });
}

/** A hosted provider: a key is needed, the address is known. */
function hosted(provider: string, prefix: string) {
  return z
    .strictObject({
      apiKey: apiKey(provider, `${prefix}_API_KEY`),
      baseUrl: baseUrl(`${provider}'s API`, `${prefix}_BASE_URL`, "the provider's public address"),
    })
    .prefault({});
}

/** A server on the OpenAI wire format that one runs oneself: the address counts, a key is rare. */
function selfHosted(provider: string, prefix: string, address: string) {
  return z
    .strictObject({
      apiKey: field(secret.optional(), {
        description: `Key of ${provider}, where the server asks for one.`,
        env: `${prefix}_API_KEY`,
        secret: true,
        unset: "none is sent",
      }),
      baseUrl: baseUrl(`the ${provider} server`, `${prefix}_BASE_URL`, address),
    })
    .prefault({});
}

/** Every provider by the name that stands before the slash of a model. */
export const providersSchema = z
  .strictObject({
    openai: hosted("OpenAI", "OPENAI"),
    anthropic: hosted("Anthropic", "ANTHROPIC"),
    google: hosted("Google Gemini", "GOOGLE"),
    groq: hosted("Groq", "GROQ"),
    together: hosted("Together AI", "TOGETHER"),
    deepseek: hosted("DeepSeek", "DEEPSEEK"),
    ollama: z
      .strictObject({
        host: field(z.string().min(1).optional(), {
          description: "Address of the Ollama server, as Ollama itself reads it: host, host:port or a URL.",
          env: "OLLAMA_HOST",
          placeholder: "url",
          unset: "http://127.0.0.1:11434",
        }),
      })
      .prefault({}),
    lemonade: selfHosted("Lemonade", "LEMONADE", "http://localhost:8000/api/v1"),
    mlx: selfHosted("MLX", "MLX", "http://localhost:8080/v1"),
    "cartesia-mlx": selfHosted("Cartesia MLX", "CARTESIA_MLX", "http://localhost:8080/v1"),
    "llama-server": selfHosted("llama.cpp", "LLAMA_SERVER", "http://localhost:8080/v1"),
    vllm: selfHosted("vLLM", "VLLM", "http://localhost:8000/v1"),
    "lm-studio": selfHosted("LM Studio", "LM_STUDIO", "http://localhost:1234/v1"),
    distributed_inference: selfHosted(
      "distributed inference coordinator",
      "DISTRIBUTED_INFERENCE",
      "http://localhost:8080",
    ),
  })
  .prefault({});

/** Endpoints of one's own on the OpenAI wire format, each a provider by its name. */
export const endpointsSchema = field(
  z
    .record(
      z.string().regex(/^[a-z][a-z0-9_-]{0,63}$/, "a name is lower-case letters, digits, - and _"),
      z.strictObject({
        baseUrl: httpUrl,
        apiKey: secret.optional(),
        apiKeyEnv: z.string().min(1).optional(),
        contextTokens: z.number().int().min(512).optional(),
      }),
    )
    .default({}),
  {
    description:
      "Servers of your own on the OpenAI wire format, by the provider name to use for them: " +
      '`{"my-server": {"baseUrl": "http://…/v1", "apiKeyEnv": "MY_KEY", "contextTokens": 32768}}`. ' +
      "`apiKeyEnv` names the environment variable that holds the key.",
  },
);
