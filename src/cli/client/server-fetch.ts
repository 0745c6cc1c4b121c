import { AppError } from "#kernel";
import { ServerKeyRejectedError, ServerUnreachableError } from "./errors.ts";

export type Fetch = typeof globalThis.fetch;

/** Where the server is and with which key it is asked. */
export interface ServerAddress {
  /** Without a slash at its end. */
  readonly url: string;
  readonly key: string | undefined;
}

/**
 * A fetch for one server: sends the key there and nowhere else, gives up when `signal` fires, and tells a server that is
 * not there, or that does not take the key, by errors of ours.
 */
export function serverFetch({ url, key }: ServerAddress, fetch: Fetch, signal: AbortSignal): Fetch {
  const { origin } = new URL(url);
  return async (input, init = {}) => {
    const headers = new Headers(init.headers);
    const target = input instanceof Request ? input.url : String(input);
    if (key !== undefined && new URL(target).origin === origin) headers.set("x-api-key", key);
    const stop = init.signal ? AbortSignal.any([signal, init.signal]) : signal;
    let response: Response;
    try {
      response = await fetch(input, { ...init, headers, signal: stop, redirect: "error" });
    } catch (cause) {
      if (stop.aborted || cause instanceof AppError) throw cause;
      throw new ServerUnreachableError(url, undefined, { cause });
    }
    if (response.status !== 401) return response;
    await response.body?.cancel();
    throw new ServerKeyRejectedError(url, key !== undefined);
  };
}
