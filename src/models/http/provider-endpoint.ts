import { BaseUrlInvalidError } from "../errors/index.ts";
import type { ProviderConfig } from "../providers/provider-settings.ts";
import type { ProviderEntry } from "../providers/provider-table.ts";

/** Where a provider is, and what goes along with every request to it. */
export interface ProviderEndpoint {
  readonly entry: ProviderEntry;
  /** The id by which the user refers to it: the entry's, or the name of a custom endpoint. */
  readonly id: string;
  /** Without credentials and without a slash at the end; fit to be shown. */
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** All that must never be shown. */
  readonly secrets: readonly string[];
  readonly config: ProviderConfig;
}

/** @throws BaseUrlInvalidError where no usable address is configured. */
export function resolveEndpoint(id: string, entry: ProviderEntry, config: ProviderConfig): ProviderEndpoint {
  const configured = config.baseUrl?.trim() || entry.defaultBaseUrl;
  if (configured === undefined) throw new BaseUrlInvalidError(id, entry.baseUrlVariable, "missing");
  const url = parseAddress(entry.wire === "ollama" ? expandOllamaHost(configured) : configured);
  if (url === undefined) throw new BaseUrlInvalidError(id, entry.baseUrlVariable, "not-http");
  const headers: Record<string, string> = { ...config.headers };
  const credentials = takeCredentials(url);
  const apiKey = config.apiKey?.trim() || undefined;
  if (credentials !== undefined && apiKey === undefined) {
    headers["authorization"] = `Basic ${Buffer.from(credentials).toString("base64")}`;
  }
  const secrets = [apiKey, credentials, ...Object.values(headers)].filter((secret) => secret !== undefined);
  return { entry, id, baseUrl: url.href.replace(/\/+$/, ""), apiKey, headers, secrets, config };
}

function parseAddress(address: string): URL | undefined {
  const url = URL.parse(address);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") ? url : undefined;
}

function takeCredentials(url: URL): string | undefined {
  if (url.username === "" && url.password === "") return undefined;
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = "";
  url.password = "";
  return credentials;
}

/** OLLAMA_HOST may be a bare host, a host and port, or an address to listen on; a client needs a URL. */
function expandOllamaHost(host: string): string {
  const hasScheme = /^https?:\/\//i.test(host);
  const url = URL.parse(hasScheme ? host : `http://${host.startsWith(":") ? `127.0.0.1${host}` : host}`);
  if (url === null) return host;
  if (url.hostname === "0.0.0.0" || url.hostname === "[::]") url.hostname = "127.0.0.1";
  const namesPort = /:\d+\/*$/.test(host.replace(/^https?:\/\//i, ""));
  if (!hasScheme && !namesPort) url.port = "11434";
  return url.href;
}
