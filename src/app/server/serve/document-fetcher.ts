import type { FetchUrl } from "#a2a";
import type { Config } from "#config";
import { createGuardedFetcher, UrlFetchFailedError, UrlRefusedError } from "#fetching";
import type { Log } from "../../log.ts";

/** Fetches the documents that clients name by URL, from where the configuration lets the server go. */
export function openDocumentFetcher({ server, documents }: Config, log: Log): FetchUrl {
  const { hosts = [], privateAddresses = [], http, timeoutSeconds } = server.urlParts;
  const fetcher = createGuardedFetcher({
    allow: { hosts, addresses: privateAddresses, http },
    maxBytes: documents.maxBytes,
    timeoutMs: timeoutSeconds * 1_000,
  });
  return async (url, { signal }) => {
    try {
      const { bytes, mediaType } = await fetcher.fetch(url, signal);
      return { kind: "fetched", bytes, ...(mediaType === undefined ? {} : { mediaType }) };
    } catch (error) {
      if (error instanceof UrlRefusedError) {
        // The operator sees why; the client may not learn which names the network has. The URL can hold secrets.
        log.info({ code: error.code, reason: error.reason }, "a URL was refused");
        return { kind: "refused", reason: error.message, code: "URL_REFUSED" };
      }
      if (error instanceof UrlFetchFailedError) {
        log.info({ code: error.code, failure: error.failure }, "a URL could not be fetched");
        return { kind: "refused", reason: error.message, code: "URL_FETCH_FAILED" };
      }
      throw error;
    }
  };
}
