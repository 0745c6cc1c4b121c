import type { Clock } from "#kernel";
import type { FinishReason, ModelRef, ModelReply, ModelRequest, Usage } from "#minions";
import { ContextWindowExceededError } from "../errors/index.ts";
import { toChatHistory } from "./chat-history.ts";
import type { LlamaGrammar, LlamaSequence, Token, TokenMeterState } from "./native/binding.ts";
import { prefill } from "./prefill.ts";
import { NO_CONTEXT_SHIFT, type StartedModel } from "./started-model.ts";

/** Tokens that a chat wrapper may add where the model's turn begins, and the one that must stay free. */
const RESERVED_TOKENS = 16;
/** With less room than this a reply would be worth nothing. */
const MIN_REPLY_TOKENS = 64;

/** llama.cpp's own defaults for drawing a token where the temperature is above 0. */
const SAMPLING = { topK: 40, topP: 0.95, minP: 0.05 };

interface Prompt {
  readonly tokens: Token[];
  /** How long the reply may become: what was asked for, or what is left of the window. */
  readonly maxReplyTokens: number;
}

/** Asks a started model once. @throws ContextWindowExceededError, ImagesUnsupportedError */
export async function generateReply(
  started: StartedModel,
  ref: ModelRef,
  request: ModelRequest,
  clock: Clock,
  signal: AbortSignal,
): Promise<ModelReply> {
  const prompt = renderPrompt(started, ref, request);
  const grammar =
    request.output.kind === "json" ? await started.grammars.for(request.output.schema) : undefined;
  return started.sequences.lend(signal, async (sequence) => {
    const before = sequence.tokenMeter.getState();
    try {
      await prefill(sequence, prompt.tokens, clock, signal);
      const { text, finish } = await complete(started, ref, sequence, request, prompt, grammar, signal);
      const usage = usageOf(prompt, before, sequence.tokenMeter.getState());
      return { text, finish, usage, answeredBy: ref };
    } catch (error) {
      // A half-read prompt is of no use to the next request, and what broke here must not break there.
      await sequence.clearHistory().catch(() => undefined);
      throw error;
    }
  });
}

function renderPrompt(started: StartedModel, ref: ModelRef, request: ModelRequest): Prompt {
  const { contextText } = started.chatWrapper.generateContextState({
    chatHistory: toChatHistory(request.messages, ref),
  });
  const tokens = contextText.tokenize(started.model.tokenizer);
  const room = started.windowTokens - tokens.length - RESERVED_TOKENS;
  const least = Math.min(MIN_REPLY_TOKENS, request.maxOutputTokens);
  if (room < least) {
    const needed = tokens.length + RESERVED_TOKENS + least;
    throw new ContextWindowExceededError(ref, needed, started.windowTokens);
  }
  return { tokens, maxReplyTokens: Math.min(room, request.maxOutputTokens) };
}

async function complete(
  started: StartedModel,
  ref: ModelRef,
  sequence: LlamaSequence,
  request: ModelRequest,
  { maxReplyTokens }: Prompt,
  grammar: LlamaGrammar | undefined,
  signal: AbortSignal,
): Promise<{ text: string; finish: FinishReason }> {
  const { onTextDelta } = request;
  const chat = new started.binding.LlamaChat({ contextSequence: sequence, chatWrapper: started.chatWrapper });
  try {
    const { response, metadata } = await chat.generateResponse(toChatHistory(request.messages, ref), {
      ...SAMPLING,
      signal,
      maxTokens: maxReplyTokens,
      temperature: request.temperature,
      ...(request.seed === undefined ? {} : { seed: request.seed }),
      // Quotes repeat the document word by word, and one figure stands in quote and answer: repeating is no fault here.
      repeatPenalty: false,
      ...(grammar === undefined ? {} : { grammar }),
      // A model that thinks aloud first must leave room for its answer.
      budgets: { thoughtTokens: Math.floor(maxReplyTokens / 2) },
      contextShift: NO_CONTEXT_SHIFT,
      ...(onTextDelta === undefined
        ? {}
        : {
            onTextChunk: (text: string) => {
              if (!signal.aborted) onTextDelta(text);
            },
          }),
    });
    return { text: response, finish: finishOf(metadata.stopReason) };
  } finally {
    chat.dispose({ disposeSequence: false });
  }
}

function finishOf(stopReason: string): FinishReason {
  switch (stopReason) {
    case "eogToken":
    case "stopGenerationTrigger":
      return "stop";
    case "maxTokens":
      return "length";
    default:
      return "other";
  }
}

/**
 * The meter counts what was really read, except the prompt's last token, which it counts as the start of the reply;
 * the rest of the prompt was still in the sequence from a request before.
 */
function usageOf({ tokens }: Prompt, before: TokenMeterState, after: TokenMeterState): Usage {
  const read = after.usedInputTokens - before.usedInputTokens + 1;
  return {
    promptTokens: tokens.length,
    completionTokens: after.usedOutputTokens - before.usedOutputTokens,
    cachedTokens: Math.max(0, tokens.length - read),
    estimated: false,
  };
}
