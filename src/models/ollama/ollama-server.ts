import { APICallError } from "@ai-sdk/provider";

export interface OllamaServer {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
}

/** Posts to Ollama's API. @throws APICallError on any status but 2xx, with the body for whoever judges it. */
export async function postToOllama(
  server: OllamaServer,
  path: string,
  body: object,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const url = `${server.baseUrl}${path}`;
  const response = await server.fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(server.apiKey === undefined ? {} : { authorization: `Bearer ${server.apiKey}` }),
      ...server.headers,
    },
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
