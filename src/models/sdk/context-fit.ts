import {
  estimateTokens,
  type ModelMessage,
  type ModelProfile,
  type ModelRef,
  type ModelRequest,
} from "#minions";
import { ContextWindowExceededError } from "../errors/index.ts";

const TOKENS_A_MESSAGE = 4;
const TOKENS_AN_IMAGE = 800;
/** The least room for a reply that makes a request worth sending. */
const LEAST_REPLY_TOKENS = 256;
/** Estimates of numbers and tables run low; room is reckoned with this much more. */
const ESTIMATE_MARGIN = 1.25;
/** A change of num_ctx makes Ollama load the model anew, so sizes are coarse. */
const WINDOW_STEP_TOKENS = 4096;

export interface ContextFit {
  readonly promptTokens: number;
  /** As asked for, or what the window leaves. */
  readonly maxOutputTokens: number;
  /** Window to ask for where one asks for it. */
  readonly windowTokens: number;
}

/** Tokens of the prompt, estimated. */
export function estimatePromptTokens(messages: readonly ModelMessage[]): number {
  let tokens = 0;
  for (const { content } of messages) {
    tokens += TOKENS_A_MESSAGE;
    const parts = typeof content === "string" ? [{ type: "text" as const, text: content }] : content;
    for (const part of parts) tokens += part.type === "text" ? estimateTokens(part.text) : TOKENS_AN_IMAGE;
  }
  return tokens;
}

/**
 * Says how a request fits the model's window.
 *
 * @throws ContextWindowExceededError where the prompt and a short reply do not; nothing is ever cut.
 */
export function fitContext(request: ModelRequest, profile: ModelProfile, ref: ModelRef): ContextFit {
  const promptTokens = estimatePromptTokens(request.messages);
  const window = profile.contextTokens;
  const least = Math.min(request.maxOutputTokens, LEAST_REPLY_TOKENS);
  if (window !== undefined && promptTokens + least > window) {
    throw new ContextWindowExceededError(ref, promptTokens + least, window);
  }
  const withMargin = Math.ceil(promptTokens * ESTIMATE_MARGIN);
  const wanted = Math.max(withMargin + request.maxOutputTokens, request.contextTokens ?? 0);
  const rounded = Math.ceil(wanted / WINDOW_STEP_TOKENS) * WINDOW_STEP_TOKENS;
  if (window === undefined)
    return { promptTokens, maxOutputTokens: request.maxOutputTokens, windowTokens: rounded };
  const room = Math.max(least, window - withMargin);
  return {
    promptTokens,
    maxOutputTokens: Math.min(request.maxOutputTokens, room),
    windowTokens: Math.min(window, rounded),
  };
}
