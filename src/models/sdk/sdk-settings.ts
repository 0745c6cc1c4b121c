import type { ModelMessage as SdkMessage } from "ai";
import type { ModelMessage, ModelRequest } from "#minions";
import type { ContextFit } from "./context-fit.ts";
import { outputSchema } from "./output-schema.ts";
import type { RequestShape } from "./request-shape.ts";

type ResponseFormat =
  | { readonly type: "text" }
  | { readonly type: "json"; readonly name?: string; readonly schema?: Record<string, unknown> };

/** JSON modes of several APIs refuse a conversation that does not name JSON. */
const JSON_REMINDER = "Reply with one JSON object and nothing else.";

/** Our messages in the AI SDK's words. */
export function toSdkMessages(request: ModelRequest, shape: RequestShape): SdkMessage[] {
  const messages = request.messages.map(toSdkMessage);
  const wantsJson = request.output.kind === "json" && shape.format === "json";
  if (wantsJson && !mentionsJson(request.messages))
    messages.unshift({ role: "system", content: JSON_REMINDER });
  return messages;
}

function mentionsJson(messages: readonly ModelMessage[]): boolean {
  return messages.some(({ content }) =>
    typeof content === "string"
      ? /json/i.test(content)
      : content.some((part) => part.type === "text" && /json/i.test(part.text)),
  );
}

function toSdkMessage({ role, content }: ModelMessage): SdkMessage {
  const text =
    typeof content === "string"
      ? content
      : content.map((part) => (part.type === "text" ? part.text : "")).join("");
  if (role === "system") return { role, content: text };
  if (role === "assistant") return { role, content: text };
  if (typeof content === "string") return { role, content };
  return {
    role,
    content: content.map((part) =>
      part.type === "text"
        ? { type: "text" as const, text: part.text }
        : { type: "file" as const, data: part.data, mediaType: part.mediaType },
    ),
  };
}

/** How the reply is to be held to its contract under this shape; `strict` is false where the schema fits no strict mode. */
export function responseFormat(
  { output }: ModelRequest,
  shape: RequestShape,
): { readonly format: ResponseFormat; readonly strict: boolean } {
  if (output.kind === "text" || shape.format === "text") return { format: { type: "text" }, strict: true };
  if (shape.format === "json") return { format: { type: "json" }, strict: true };
  const { schema, strict } = outputSchema(output.schema);
  return { format: { type: "json", name: output.name.replace(/[^\w-]/g, "_").slice(0, 64), schema }, strict };
}

/** Options that the AI SDK passes through to the provider's package. */
export function providerOptions(
  strict: boolean,
  fit: ContextFit,
  shape: RequestShape,
): Record<string, Record<string, number | boolean>> {
  const loose = strict ? {} : { strictJsonSchema: false };
  return {
    openai: { ...loose, ...(shape.completionLimit ? { maxCompletionTokens: fit.maxOutputTokens } : {}) },
    groq: loose,
    openaiCompatible: loose,
    ollama:
      shape.contextTokens === undefined
        ? {}
        : { contextTokens: shape.contextTokens, promptTokens: fit.promptTokens },
  };
}
