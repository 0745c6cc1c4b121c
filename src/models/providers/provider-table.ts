/** How a provider is spoken to. `in-process` engines and `coordinator` come from factories of their own. */
export type ProviderWire =
  | "openai"
  | "anthropic"
  | "google"
  | "groq"
  | "deepseek"
  | "openai-compatible"
  | "ollama"
  | "coordinator"
  | "in-process";

/** How replies are held to a JSON schema. */
export type StructuredOutput = "json-schema" | "json-object" | "grammar" | "typed-steps" | "instruction";

export interface ProviderEntry {
  readonly id: string;
  readonly aliases: readonly string[];
  /** For people. */
  readonly label: string;
  readonly wire: ProviderWire;
  /** Variables that may hold the key, the first one is the one to name. */
  readonly keyVariables: readonly string[];
  readonly keyRequired: boolean;
  readonly baseUrlVariable: string | undefined;
  readonly defaultBaseUrl: string | undefined;
  readonly structuredOutput: StructuredOutput;
  /** True for servers that usually run on the user's own machine: fewer requests at once. */
  readonly selfHosted: boolean;
  /** What starts the server, for the message that it is down. */
  readonly startCommand: string | undefined;
  readonly defaultModel: string | undefined;
  readonly defaultEmbeddingModel: string | undefined;
  /** One sentence for the reference page. */
  readonly notes: string;
}

type Hosted = Pick<
  ProviderEntry,
  "id" | "label" | "wire" | "keyVariables" | "defaultBaseUrl" | "structuredOutput" | "notes"
> &
  Partial<ProviderEntry>;

function variableStem(id: string): string {
  return id.toUpperCase().replaceAll("-", "_");
}

function hosted(entry: Hosted): ProviderEntry {
  return {
    aliases: [],
    keyRequired: true,
    baseUrlVariable: `${variableStem(entry.id)}_BASE_URL`,
    selfHosted: false,
    startCommand: undefined,
    defaultModel: undefined,
    defaultEmbeddingModel: undefined,
    ...entry,
  };
}

function selfHosted(
  entry: Pick<ProviderEntry, "id" | "label" | "defaultBaseUrl" | "notes"> & Partial<ProviderEntry>,
): ProviderEntry {
  return hosted({
    wire: "openai-compatible",
    keyVariables: [`${variableStem(entry.id)}_API_KEY`],
    keyRequired: false,
    structuredOutput: "json-schema",
    selfHosted: true,
    ...entry,
  });
}

function inProcess(
  entry: Pick<ProviderEntry, "id" | "label" | "structuredOutput" | "notes"> & Partial<ProviderEntry>,
): ProviderEntry {
  return hosted({
    wire: "in-process",
    keyVariables: [],
    keyRequired: false,
    baseUrlVariable: undefined,
    defaultBaseUrl: undefined,
    selfHosted: true,
    ...entry,
  });
}

/** Every provider that a model reference may name, in the order of the reference page. */
export const PROVIDER_TABLE: readonly ProviderEntry[] = [
  inProcess({
    id: "embedded",
    label: "Embedded engine",
    structuredOutput: "typed-steps",
    defaultModel: "extractive",
    notes: "Needs no model, no key and no server; quotes by rule and does not reason.",
  }),
  inProcess({
    id: "llama-cpp",
    label: "llama.cpp in process",
    structuredOutput: "grammar",
    notes: "Runs a GGUF file inside this process; the model is the file's path.",
  }),
  selfHosted({
    id: "ollama",
    label: "Ollama",
    wire: "ollama",
    keyVariables: ["OLLAMA_API_KEY"],
    baseUrlVariable: "OLLAMA_HOST",
    defaultBaseUrl: "http://127.0.0.1:11434",
    startCommand: "ollama serve",
    defaultModel: "llama3.2",
    defaultEmbeddingModel: "nomic-embed-text",
    notes: "num_ctx is set to fit each prompt; a missing model is never pulled.",
  }),
  hosted({
    id: "openai",
    label: "OpenAI",
    wire: "openai",
    keyVariables: ["OPENAI_API_KEY"],
    defaultBaseUrl: "https://api.openai.com/v1",
    structuredOutput: "json-schema",
    defaultModel: "gpt-4o",
    defaultEmbeddingModel: "text-embedding-3-small",
    notes: "Chat Completions API; reasoning models are sent no temperature.",
  }),
  hosted({
    id: "anthropic",
    label: "Anthropic",
    wire: "anthropic",
    keyVariables: ["ANTHROPIC_API_KEY"],
    defaultBaseUrl: "https://api.anthropic.com/v1",
    structuredOutput: "json-schema",
    notes: "Older models are held to the schema by a forced tool call. No embeddings.",
  }),
  hosted({
    id: "google",
    aliases: ["gemini"],
    label: "Google Gemini",
    wire: "google",
    keyVariables: ["GOOGLE_API_KEY", "GEMINI_API_KEY"],
    defaultBaseUrl: "https://generativelanguage.googleapis.com/v1beta",
    structuredOutput: "json-schema",
    defaultEmbeddingModel: "gemini-embedding-001",
    notes: "The window of each model is asked from the API.",
  }),
  hosted({
    id: "groq",
    label: "Groq",
    wire: "groq",
    keyVariables: ["GROQ_API_KEY"],
    defaultBaseUrl: "https://api.groq.com/openai/v1",
    structuredOutput: "json-schema",
    notes: "Models without schema support fall back to JSON mode. No embeddings.",
  }),
  hosted({
    id: "together",
    aliases: ["togetherai"],
    label: "Together AI",
    wire: "openai-compatible",
    keyVariables: ["TOGETHER_API_KEY"],
    defaultBaseUrl: "https://api.together.xyz/v1",
    structuredOutput: "json-schema",
    defaultEmbeddingModel: "intfloat/multilingual-e5-large-instruct",
    notes: "Model names hold slashes: together/meta-llama/Llama-3.3-70B-Instruct-Turbo.",
  }),
  hosted({
    id: "deepseek",
    label: "DeepSeek",
    wire: "deepseek",
    keyVariables: ["DEEPSEEK_API_KEY"],
    defaultBaseUrl: "https://api.deepseek.com",
    structuredOutput: "json-object",
    notes: "JSON mode with the schema in the prompt. No embeddings.",
  }),
  selfHosted({
    id: "lemonade",
    label: "Lemonade Server",
    defaultBaseUrl: "http://localhost:8000/api/v1",
    startCommand: "lemonade-server serve",
    notes: "OpenAI wire format.",
  }),
  selfHosted({
    id: "mlx",
    label: "MLX",
    defaultBaseUrl: "http://localhost:8080/v1",
    startCommand: "mlx_lm.server --model MODEL",
    notes: "OpenAI wire format; servers that ignore the schema are repaired by asking again.",
  }),
  selfHosted({
    id: "cartesia-mlx",
    label: "Cartesia MLX",
    defaultBaseUrl: "http://localhost:8080/v1",
    startCommand: "an OpenAI-compatible server for the model, such as mlx_lm.server",
    notes: "Served on the OpenAI wire format.",
  }),
  selfHosted({
    id: "llama-server",
    label: "llama.cpp server",
    defaultBaseUrl: "http://localhost:8080/v1",
    startCommand: "llama-server -m MODEL.gguf",
    notes: "The window is asked from /props; JSON by grammar in the server.",
  }),
  selfHosted({
    id: "vllm",
    label: "vLLM",
    defaultBaseUrl: "http://localhost:8000/v1",
    startCommand: "vllm serve MODEL",
    notes: "The window is asked from /v1/models.",
  }),
  selfHosted({
    id: "lmstudio",
    aliases: ["lm-studio"],
    label: "LM Studio",
    defaultBaseUrl: "http://localhost:1234/v1",
    startCommand: "lms server start",
    notes: "The window is asked from /api/v0/models.",
  }),
  selfHosted({
    id: "openai-compatible",
    label: "OpenAI-compatible endpoint",
    defaultBaseUrl: undefined,
    selfHosted: false,
    notes:
      "Any server on the OpenAI wire format; more of them under names of your own in the configuration file.",
  }),
  selfHosted({
    id: "distributed_inference",
    aliases: ["distributed-inference"],
    label: "Distributed inference coordinator",
    wire: "coordinator",
    defaultBaseUrl: "http://localhost:8080",
    structuredOutput: "instruction",
    notes: "A coordinator that hands prompts to nodes; JSON by instruction.",
  }),
];

/** The entry of a provider by id or alias, in any case. */
export function findProvider(
  name: string,
  table: readonly ProviderEntry[] = PROVIDER_TABLE,
): ProviderEntry | undefined {
  const wanted = name.toLowerCase();
  return table.find((entry) => entry.id === wanted || entry.aliases.includes(wanted));
}
