import { formatModelRef, ImagesUnsupportedError, type ModelMessage, type ModelRef } from "#minions";
import type { ChatHistoryItem } from "./native/binding.ts";

/**
 * The messages as llama.cpp's chat wrappers take them, ending where the model's turn begins. The wrapper applies the
 * template of the model, also where it has no system role.
 *
 * @throws ImagesUnsupportedError
 */
export function toChatHistory(messages: readonly ModelMessage[], ref: ModelRef): ChatHistoryItem[] {
  const history = messages.map((message) => toItem(message, ref));
  return [...history, { type: "model", response: [] }];
}

function toItem(message: ModelMessage, ref: ModelRef): ChatHistoryItem {
  const text = textOf(message, ref);
  switch (message.role) {
    case "system":
      return { type: "system", text };
    case "user":
      return { type: "user", text };
    case "assistant":
      return { type: "model", response: [text] };
  }
}

function textOf({ content }: ModelMessage, ref: ModelRef): string {
  if (typeof content === "string") return content;
  return content
    .map((part) => {
      if (part.type === "image") throw new ImagesUnsupportedError(formatModelRef(ref));
      return part.text;
    })
    .join("\n\n");
}
