import { APICallError } from "@ai-sdk/provider";

export interface OllamaServer {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
}

/** What one call adds, as the AI SDK hands it in. */
export interface OllamaCall {
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** Posts to Ollama's API. The server's own headers win over those of the call. @throws APICallError on any status but 2xx, with the body for whoever judges it. */
export async function postToOllama(
  server: OllamaServer,
  path: string,
  body: object,
  { headers = {}, abortSignal: signal }: OllamaCall,
): Promise<Response> {
  const url = `${server.baseUrl}${path}`;
  const response = await server.fetch(url, {
    method: "POST",
    headers: joinHeaders(
      headers,
      { "content-type": "application/json" },
      server.apiKey === undefined ? {} : { authorization: `Bearer ${server.apiKey}` },
      server.headers,
    ),
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
  if (response.ok) return response;
  throw new APICallError({
    message: `HTTP ${response.status}`,
    url,
    requestBodyValues: {}, // Left out on purpose: it would hold the documents.
    statusCode: response.status,
    responseHeaders: Object.fromEntries(response.headers),
    responseBody: await response.text(),
  });
}

/** Later ones win, however they spell the name: one that stands there twice would be sent as both values in one. */
function joinHeaders(...sources: Readonly<Record<string, string | undefined>>[]): Record<string, string> {
  const entries = sources.flatMap((source) =>
    Object.entries(source).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name.toLowerCase(), value]],
    ),
  );
  return Object.fromEntries(entries);
}
