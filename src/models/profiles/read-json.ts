import { APICallError } from "@ai-sdk/provider";
import type { ProviderEndpoint } from "../http/index.ts";

export interface JsonQuestion {
  readonly url: string;
  /** Sent by POST where given; otherwise it is a GET. */
  readonly body?: unknown;
  /** Sent along beside what the endpoint always sends. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks a provider something about itself that costs no tokens. @throws APICallError on any status but 2xx. */
export async function readJson(
  { endpoint, fetch }: { endpoint: ProviderEndpoint; fetch: typeof globalThis.fetch },
  { url, body, headers }: JsonQuestion,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await fetch(url, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      accept: "application/json",
      ...headers,
      ...authorisation(endpoint),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal,
  });
  const text = await response.text();
  if (!response.ok) {
    throw new APICallError({
      message: `HTTP ${response.status}`,
      url,
      requestBodyValues: {},
      statusCode: response.status,
      responseHeaders: Object.fromEntries(response.headers),
      responseBody: text,
    });
  }
  return JSON.parse(text);
}

/** The key in the header where each API wants it. */
export function authorisation({ entry, apiKey, headers }: ProviderEndpoint): Record<string, string> {
  if (apiKey === undefined) return { ...headers };
  if (entry.wire === "anthropic")
    return { "x-api-key": apiKey, "anthropic-version": "2023-06-01", ...headers };
  if (entry.wire === "google") return { "x-goog-api-key": apiKey, ...headers };
  return { authorization: `Bearer ${apiKey}`, ...headers };
}
