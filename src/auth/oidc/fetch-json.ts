export type Fetch = typeof globalThis.fetch;

/** Discovery documents and key sets of real issuers have some kilobytes. */
const MAX_BYTES = 262_144;
const TIMEOUT_MS = 5_000;

/**
 * Reads JSON from an issuer: by GET, within bounds of time and size, without following redirects. Whatever goes wrong
 * rejects; what it says is for logs alone.
 */
export async function fetchJson(url: string, fetch: Fetch): Promise<unknown> {
  const answer = await fetch(url, {
    redirect: "error",
    credentials: "omit",
    headers: { accept: "application/json, application/jwk-set+json" },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (answer.status !== 200) {
    await answer.body?.cancel();
    throw new Error(`The answer has the status ${answer.status}.`);
  }
  return JSON.parse(await textOf(answer)) as unknown;
}

async function textOf({ body }: Response): Promise<string> {
  if (body === null) throw new Error("The answer has no body.");
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    // Leaving the loop cancels the rest.
    if (size > MAX_BYTES) throw new Error(`The answer is larger than ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
