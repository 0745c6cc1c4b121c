import type { LanguageModelV4CallOptions, LanguageModelV4Message } from "@ai-sdk/provider";

/** What our adapter tells the Ollama model besides the AI SDK's own settings. */
export interface OllamaWindow {
  /** The num_ctx to ask for. */
  readonly contextTokens: number | undefined;
  /** The prompt's length, estimated. */
  readonly promptTokens: number | undefined;
}

export function readWindow(options: LanguageModelV4CallOptions): OllamaWindow {
  const { contextTokens, promptTokens } = options.providerOptions?.["ollama"] ?? {};
  return {
    contextTokens: typeof contextTokens === "number" ? contextTokens : undefined,
    promptTokens: typeof promptTokens === "number" ? promptTokens : undefined,
  };
}

/** The body of /api/chat. `truncate` and `shift` are off: a prompt that is too long is refused, never cut. */
export function chatBody(model: string, options: LanguageModelV4CallOptions, stream: boolean): object {
  const { responseFormat, temperature, seed, maxOutputTokens } = options;
  const { contextTokens } = readWindow(options);
  return {
    model,
    stream,
    truncate: false,
    shift: false,
    messages: options.prompt.map(chatMessage),
    ...(responseFormat?.type === "json" ? { format: responseFormat.schema ?? "json" } : {}),
    options: {
      ...(contextTokens === undefined ? {} : { num_ctx: contextTokens }),
      ...(maxOutputTokens === undefined ? {} : { num_predict: maxOutputTokens }),
      ...(temperature === undefined ? {} : { temperature }),
      ...(seed === undefined ? {} : { seed }),
    },
  };
}

function chatMessage(message: LanguageModelV4Message): object {
  if (message.role === "system") return { role: "system", content: message.content };
  let content = "";
  const images: string[] = [];
  for (const part of message.content) {
    if (part.type === "text") content += part.text;
    else if (part.type === "file" && part.data.type === "data") images.push(base64(part.data.data));
  }
  return { role: message.role, content, ...(images.length === 0 ? {} : { images }) };
}

function base64(data: string | Uint8Array): string {
  return typeof data === "string" ? data : Buffer.from(data).toString("base64");
}
