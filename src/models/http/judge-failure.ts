import { APICallError } from "@ai-sdk/provider";
import { AbortedError, AppError, TimedOutError } from "#kernel";
import type { ModelRef } from "#minions";
import {
  ApiKeyRejectedError,
  ContextWindowExceededError,
  ModelNotFoundError,
  ModelTimedOutError,
  ProviderFailedError,
  ProviderRateLimitedError,
  ProviderRejectedError,
  ProviderReplyMalformedError,
  ProviderUnreachableError,
} from "../errors/index.ts";
import { contextOverflow } from "./context-overflow.ts";
import type { ProviderEndpoint } from "./provider-endpoint.ts";
import { type Failure, retryAfterMs } from "./retry.ts";
import { scrub } from "./scrub.ts";

export interface FailureContext {
  readonly endpoint: ProviderEndpoint;
  readonly ref: ModelRef;
  readonly connectMs: number;
  now(): number;
}

const UNREACHABLE =
  /^(?:ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EAI_AGAIN|ERR_TLS_.*|ERR_SSL_.*|.*CERT.*)$/;
const BROKEN = /^(?:ECONNRESET|EPIPE|ETIMEDOUT|UND_ERR_SOCKET|UND_ERR_BODY_TIMEOUT|UND_ERR_HEADERS_TIMEOUT)$/;

function isNetworkCode(code: string): boolean {
  return UNREACHABLE.test(code) || BROKEN.test(code) || code.startsWith("UND_ERR_");
}

/**
 * Turns whatever a call threw into a typed error, and says whether sending again may help.
 *
 * The original is never kept as a cause: the AI SDK's errors hold the request with its documents.
 */
export function judgeFailure(thrown: unknown, context: FailureContext): Failure {
  const chain = [...causes(thrown)];
  const own = chain.find((error) => error instanceof AppError);
  if (own !== undefined) return judgeOwn(own);
  const code = chain.map(errorCode).find(isNetworkCode);
  if (code !== undefined) return judgeNetwork(code, context);
  const answer = chain.find((error) => APICallError.isInstance(error));
  const status = answer?.statusCode;
  if (answer !== undefined && status !== undefined && (status < 200 || status >= 300)) {
    return judgeStatus(status, answer, context);
  }
  const neverSent = status === undefined && (answer !== undefined || chain.some(isFetchFailure));
  if (neverSent) return { error: unreachable("the request could not be sent", context), retryable: false };
  const { id, secrets } = context.endpoint;
  const problem = thrown instanceof Error ? thrown.message : "no further reason was given";
  return { error: new ProviderReplyMalformedError(id, shorten(scrub(problem, secrets))), retryable: false };
}

function judgeOwn(error: AppError): Failure {
  if (error instanceof ModelTimedOutError) return { error, retryable: error.phase !== "call" };
  if (error instanceof AbortedError || error instanceof TimedOutError) return { error, retryable: false };
  return { error, retryable: error instanceof ProviderFailedError };
}

function judgeNetwork(code: string, context: FailureContext): Failure {
  const { id } = context.endpoint;
  if (code === "UND_ERR_CONNECT_TIMEOUT") {
    return { error: new ModelTimedOutError(id, "connect", context.connectMs), retryable: true };
  }
  // A refused connection means that nobody listens: said at once, not after the retries.
  if (UNREACHABLE.test(code)) return { error: unreachable(code, context), retryable: code === "EAI_AGAIN" };
  const error = new ProviderFailedError(id, undefined, `the connection broke off (${code})`);
  return { error, retryable: BROKEN.test(code) };
}

function isFetchFailure(error: Error): boolean {
  return error instanceof TypeError && error.message === "fetch failed";
}

function unreachable(reason: string, { endpoint }: FailureContext): ProviderUnreachableError {
  const { id, baseUrl, entry } = endpoint;
  return new ProviderUnreachableError({ provider: id, baseUrl, reason, startCommand: entry.startCommand });
}

function judgeStatus(status: number, answer: APICallError, context: FailureContext): Failure {
  const { id, baseUrl, entry, secrets } = context.endpoint;
  const body = answer.responseBody ?? "";
  const detail = scrub(providerWords(answer), secrets) || "no further reason was given";
  const cause = { cause: new Error(`HTTP ${status}: ${detail}`) };
  const afterMs = retryAfterMs(answer.responseHeaders, context.now()) ?? retryDelayMs(body);
  if (status === 429) {
    const exhausted = /insufficient_quota|billing|credit balance/i.test(body);
    const error = exhausted
      ? new ProviderRejectedError(id, status, detail, cause)
      : new ProviderRateLimitedError(id, afterMs, cause);
    return { error, retryable: !exhausted, retryAfterMs: afterMs };
  }
  const overflow = contextOverflow(status, `${detail} ${body}`);
  if (overflow !== undefined) {
    const error = new ContextWindowExceededError(context.ref, overflow.needed, overflow.available, cause);
    return { error, retryable: false };
  }
  if (status === 401)
    return { error: new ApiKeyRejectedError(id, entry.keyVariables[0], cause), retryable: false };
  if (status === 404) {
    const command = entry.wire === "ollama" ? `ollama pull ${context.ref.model}` : undefined;
    return { error: new ModelNotFoundError(context.ref, baseUrl, command, cause), retryable: false };
  }
  if (status === 408 || status >= 500) {
    return {
      error: new ProviderFailedError(id, status, detail, cause),
      retryable: true,
      retryAfterMs: afterMs,
    };
  }
  return { error: new ProviderRejectedError(id, status, detail, cause), retryable: false };
}

/** Google states the wait in the body, as seconds. */
function retryDelayMs(body: string): number | undefined {
  const seconds = /"retryDelay":\s*"(\d+(?:\.\d+)?)s"/.exec(body)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** The message of an error answer. Other parts are left out: some servers send the whole request back, documents and all. */
function providerWords(answer: APICallError): string {
  const body = answer.responseBody ?? "";
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return body.replace(/<(style|script)[^>]*>.*?<\/\1>|<[^>]*>/gis, " "); // A proxy's page, or plain words.
  }
  const error = field(parsed, "error") ?? parsed;
  const candidates = [error, field(error, "message"), field(parsed, "message"), field(parsed, "detail")];
  const message = candidates.find((value) => typeof value === "string");
  if (typeof message === "string") return message;
  const details = field(parsed, "detail");
  const messages = Array.isArray(details) ? details.map((detail) => field(detail, "msg")) : [];
  return messages.filter((value) => typeof value === "string").join("; ");
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function* causes(thrown: unknown): Generator<Error> {
  let current = thrown;
  for (let depth = 0; depth < 8 && current instanceof Error; depth += 1) {
    yield current;
    current = current.cause;
  }
}

function errorCode(error: Error): string {
  const code = "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}

/** Parse errors of the SDK quote the reply, which may quote the document: only their first words are kept. */
function shorten(problem: string): string {
  return (problem.split(/[:.{[]/, 1)[0] ?? "").slice(0, 80).trim() || "it is not what the API promises";
}
