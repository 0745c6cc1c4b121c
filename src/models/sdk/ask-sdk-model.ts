import { InvalidResponseDataError, type LanguageModelV4 } from "@ai-sdk/provider";
import type { LanguageModelUsage, OutputInterface, FinishReason as SdkFinishReason } from "ai";
import { estimateTokens, type FinishReason, type ModelRequest, type Usage } from "#minions";
import { ProviderFailedError } from "../errors/index.ts";
import { scrub } from "../http/index.ts";
import type { ContextFit } from "./context-fit.ts";
import { quietMiddleware } from "./quiet-middleware.ts";
import type { RequestShape } from "./request-shape.ts";
import { providerOptions, responseFormat, toSdkMessages } from "./sdk-settings.ts";

/** A reply as it came: its text is not parsed, so that JSON which does not parse is still a reply. */
export interface SdkAnswer {
  readonly text: string;
  readonly finish: FinishReason;
  readonly usage: Usage;
}

export interface SdkQuestion {
  /** Id of the provider, for errors. */
  readonly provider: string;
  readonly secrets: readonly string[];
  readonly model: LanguageModelV4;
  readonly request: ModelRequest;
  readonly shape: RequestShape;
  /** Sent along with this one question, beside what the endpoint always sends. */
  readonly headers: Readonly<Record<string, string>>;
  readonly fit: ContextFit;
  readonly onTextDelta: ((delta: string) => void) | undefined;
}

/** Asks once through the AI SDK, without its retries, its parsing and its warnings on the console. */
export async function askSdkModel(question: SdkQuestion, signal: AbortSignal): Promise<SdkAnswer> {
  const { generateText, streamText, wrapLanguageModel } = await import("ai");
  const { request, shape, fit, onTextDelta } = question;
  const { format, strict } = responseFormat(request, shape);
  const settings = {
    model: wrapLanguageModel({ model: question.model, middleware: quietMiddleware }),
    messages: toSdkMessages(request, shape),
    allowSystemInMessages: true,
    output: untouched(format),
    ...(shape.completionLimit ? {} : { maxOutputTokens: fit.maxOutputTokens }),
    maxRetries: 0,
    providerOptions: providerOptions(strict, fit, shape),
    headers: question.headers,
    abortSignal: signal,
    ...(shape.temperature ? { temperature: request.temperature } : {}),
    ...(shape.seed && request.seed !== undefined ? { seed: request.seed } : {}),
  };
  if (onTextDelta === undefined) {
    const result = await generateText(settings);
    return finished(question, result.text, result.finishReason, result.usage);
  }
  let text = "";
  for await (const part of streamText({ ...settings, onError: () => undefined }).stream) {
    if (part.type === "text-delta") {
      text += part.text;
      onTextDelta(part.text);
    } else if (part.type === "error") {
      throw streamFailure(part.error, question);
    } else if (part.type === "finish") {
      return finished(question, text, part.finishReason, part.totalUsage);
    }
  }
  signal.throwIfAborted();
  throw cutOff(question.provider);
}

/** An output that sends the format along and hands the text back as it is. */
function untouched(
  format: ReturnType<typeof responseFormat>["format"],
): OutputInterface<string, string, never> {
  return {
    name: "text",
    responseFormat: Promise.resolve(format),
    parseCompleteOutput: ({ text }) => Promise.resolve(text),
    parsePartialOutput: ({ text }) => Promise.resolve({ partial: text }),
    createElementStreamTransform: () => undefined,
  };
}

function finished(
  question: SdkQuestion,
  text: string,
  reason: SdkFinishReason,
  usage: LanguageModelUsage,
): SdkAnswer {
  if (reason === "error" || reason === "interrupted") throw cutOff(question.provider);
  return { text, finish: FINISH[reason], usage: readUsage(usage, question.fit.promptTokens, text) };
}

const FINISH: Record<Exclude<SdkFinishReason, "error" | "interrupted">, FinishReason> = {
  stop: "stop",
  length: "length",
  "content-filter": "refusal",
  "tool-calls": "other",
  other: "other",
};

function readUsage(usage: LanguageModelUsage, promptEstimate: number, text: string): Usage {
  const prompt = count(usage.inputTokens);
  const completion = count(usage.outputTokens);
  return {
    promptTokens: prompt ?? promptEstimate,
    completionTokens: completion ?? estimateTokens(text),
    cachedTokens: count(usage.inputTokenDetails.cacheReadTokens) ?? 0,
    estimated: prompt === undefined || completion === undefined,
  };
}

/** What a provider counts, unless it cannot be a count. */
function count(tokens: number | undefined): number | undefined {
  return tokens !== undefined && Number.isSafeInteger(tokens) && tokens >= 0 ? tokens : undefined;
}

/** As retryable as a broken connection, which it is. */
function cutOff(provider: string): ProviderFailedError {
  return new ProviderFailedError(provider, undefined, "its answer ended before the reply was complete");
}

/** An error inside a stream that began well: a typed one or an Error as thrown, else what the provider wrote into it. */
function streamFailure(error: unknown, { provider, secrets }: SdkQuestion): Error {
  if (InvalidResponseDataError.isInstance(error) && /ended/i.test(error.message)) return cutOff(provider);
  if (error instanceof Error) return error;
  const words = typeof error === "string" ? error : JSON.stringify(error);
  return new ProviderFailedError(provider, undefined, scrub(words, secrets));
}
