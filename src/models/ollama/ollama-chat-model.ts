import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
  LanguageModelV4StreamResult,
} from "@ai-sdk/provider";
import { ContextWindowExceededError, ProviderFailedError } from "../errors/index.ts";
import { jsonLines } from "./json-lines.ts";
import {
  finishReason,
  looksTruncated,
  type OllamaChatReply,
  parseChatReply,
  usageOf,
} from "./ollama-reply.ts";
import { chatBody, readWindow } from "./ollama-request.ts";
import { type OllamaServer, postToOllama } from "./ollama-server.ts";

const TEXT_ID = "text";

/** One Ollama model behind the AI SDK's interface. */
export class OllamaChatModel implements LanguageModelV4 {
  readonly specificationVersion = "v4";
  readonly provider = "ollama";
  readonly modelId: string;
  readonly supportedUrls = {};
  readonly #server: OllamaServer;

  constructor(server: OllamaServer, model: string) {
    this.#server = server;
    this.modelId = model;
  }

  async doGenerate(options: LanguageModelV4CallOptions): Promise<LanguageModelV4GenerateResult> {
    const body = chatBody(this.modelId, options, false);
    const response = await postToOllama(this.#server, "/api/chat", body, options);
    const reply = parseChatReply(await response.text());
    this.#check(reply, options);
    return {
      content: [{ type: "text", text: reply.message?.content ?? "" }],
      finishReason: finishReason(reply),
      usage: usageOf(reply),
      warnings: [],
    };
  }

  async doStream(options: LanguageModelV4CallOptions): Promise<LanguageModelV4StreamResult> {
    const body = chatBody(this.modelId, options, true);
    const response = await postToOllama(this.#server, "/api/chat", body, options);
    return { stream: ReadableStream.from(this.#parts(response, options)) };
  }

  async *#parts(
    response: Response,
    options: LanguageModelV4CallOptions,
  ): AsyncGenerator<LanguageModelV4StreamPart> {
    yield { type: "stream-start", warnings: [] };
    yield { type: "text-start", id: TEXT_ID };
    for await (const line of jsonLines(response)) {
      const reply = parseChatReply(line);
      this.#check(reply, options);
      const delta = reply.message?.content ?? "";
      if (delta !== "") yield { type: "text-delta", id: TEXT_ID, delta };
      if (!reply.done) continue;
      yield { type: "text-end", id: TEXT_ID };
      yield { type: "finish", finishReason: finishReason(reply), usage: usageOf(reply) };
      return;
    }
    yield {
      type: "finish",
      finishReason: { unified: "interrupted", raw: undefined },
      usage: usageOf({ done: false }),
    };
  }

  #check(reply: OllamaChatReply, options: LanguageModelV4CallOptions): void {
    if (reply.error !== undefined)
      throw new ProviderFailedError("ollama", undefined, reply.error.slice(0, 200));
    if (!reply.done) return;
    const { contextTokens, promptTokens } = readWindow(options);
    if (looksTruncated(reply, contextTokens, promptTokens)) {
      throw new ContextWindowExceededError(
        { provider: "ollama", model: this.modelId },
        promptTokens,
        contextTokens,
      );
    }
  }
}
