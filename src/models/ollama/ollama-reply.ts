import type { LanguageModelV4FinishReason, LanguageModelV4Usage } from "@ai-sdk/provider";
import { InvalidResponseDataError } from "@ai-sdk/provider";
import { z } from "zod";

const chatReplySchema = z.object({
  message: z.object({ content: z.string().default("") }).optional(),
  done: z.boolean(),
  done_reason: z.string().optional(),
  prompt_eval_count: z.number().int().nonnegative().optional(),
  eval_count: z.number().int().nonnegative().optional(),
  error: z.string().optional(),
});

/** A whole reply of /api/chat, or one line of its stream. */
export type OllamaChatReply = z.infer<typeof chatReplySchema>;

/** @throws InvalidResponseDataError; its message names the fault and nothing of the reply. */
export function parseChatReply(text: string): OllamaChatReply {
  const parsed = chatReplySchema.safeParse(parseJson(text));
  if (!parsed.success)
    throw new InvalidResponseDataError({ data: undefined, message: "The reply is no chat reply" });
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    const isError = typeof value === "object" && value !== null && "error" in value;
    return isError ? { done: true, ...value } : value;
  } catch {
    throw new InvalidResponseDataError({ data: undefined, message: "The reply is no JSON" });
  }
}

export function finishReason({ done_reason }: OllamaChatReply): LanguageModelV4FinishReason {
  const unified =
    done_reason === undefined || done_reason === "stop"
      ? "stop"
      : done_reason === "length"
        ? "length"
        : "other";
  return { unified, raw: done_reason };
}

export function usageOf({ prompt_eval_count, eval_count }: OllamaChatReply): LanguageModelV4Usage {
  return {
    inputTokens: {
      total: prompt_eval_count,
      noCache: undefined,
      cacheRead: undefined,
      cacheWrite: undefined,
    },
    outputTokens: { total: eval_count, text: undefined, reasoning: undefined },
  };
}

/** How near to half a window a count must be to be the mark of a cut. */
const HALF_WINDOW_TOLERANCE = 16;

/**
 * Whether a server too old to know `truncate: false` cut the prompt: such servers read a full window, or half of one, of
 * a prompt that must be longer.
 */
export function looksTruncated(
  { prompt_eval_count: read }: OllamaChatReply,
  contextTokens: number | undefined,
  promptTokens: number | undefined,
): boolean {
  if (read === undefined || contextTokens === undefined || promptTokens === undefined) return false;
  const halfWindow = Math.abs(read - contextTokens / 2) <= HALF_WINDOW_TOLERANCE;
  return read >= contextTokens - 1 || (halfWindow && read < promptTokens * 0.6);
}
