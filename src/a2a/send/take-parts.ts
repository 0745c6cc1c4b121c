import type { Part } from "@a2a-js/sdk";
import type { ContentPart, DocumentRef, DocumentStore, JsonObject } from "#engine";
import {
  InvalidRequestError,
  MediaTypeUnsupportedError,
  OperationUnsupportedError,
} from "../errors/request-errors.ts";
import { isJsonObject, isJsonValue } from "./json-value.ts";
import type { MessageLimits } from "./limits.ts";
import { endingFor, essenceOf, mediaTypeOfName, UNDECLARED_MEDIA_TYPE } from "./media-types.ts";

/** What came of fetching a document by its URL. */
export type FetchOutcome =
  | {
      readonly kind: "fetched";
      readonly bytes: Uint8Array;
      readonly mediaType?: string;
      readonly name?: string;
    }
  /** `reason` is a sentence for the client; `code` is for its program, such as `URL_REFUSED`. */
  | { readonly kind: "refused"; readonly reason: string; readonly code?: string };

/** Fetches a document for a client; guards against addresses that are not its business are its own. */
export type FetchUrl = (
  url: string,
  options: { readonly maxBytes: number; readonly signal: AbortSignal },
) => Promise<FetchOutcome>;

export interface PartTaker {
  readonly documents: DocumentStore;
  readonly limits: MessageLimits;
  /** Declared types that are taken. */
  readonly inputMediaTypes: readonly string[];
  /** Undefined where documents are not fetched. */
  readonly fetchUrl: FetchUrl | undefined;
  readonly signal: () => AbortSignal;
}

/**
 * Refuses what is not read here by what is declared, before anything is stored or fetched.
 * @throws MediaTypeUnsupportedError, OperationUnsupportedError
 */
export function checkPartTypes(parts: readonly Part[], taker: Omit<PartTaker, "signal">): void {
  for (const [index, part] of parts.entries()) {
    const path = `message.parts[${index}]`;
    const { content } = part;
    if (content?.$case === "url" && taker.fetchUrl === undefined) {
      const description = "This server fetches no documents: send the bytes in raw.";
      throw new OperationUnsupportedError(`${path}.url: ${description}`, [
        { field: `${path}.url`, description },
      ]);
    }
    const declared = essenceOf(part.mediaType);
    if (declared === "") continue;
    if (!taker.inputMediaTypes.includes(declared) || !fitsContent(declared, content)) {
      const fitting = taker.inputMediaTypes.filter((type) => fitsContent(type, content));
      throw new MediaTypeUnsupportedError(`${path}.mediaType`, quote(part.mediaType), fitting);
    }
  }
}

/** Texts are texts and data is JSON; files may be anything that is read at all. */
function fitsContent(mediaType: string, content: Part["content"]): boolean {
  if (content?.$case === "text") return mediaType.startsWith("text/") || mediaType === "application/json";
  return content?.$case !== "data" || mediaType === "application/json";
}

/**
 * Parts as the engine keeps them: bytes go to the document store, once each.
 * @throws InvalidRequestError, MediaTypeUnsupportedError for what a URL turned out to be
 */
export async function takeParts(parts: readonly Part[], taker: PartTaker): Promise<ContentPart[]> {
  const taken: ContentPart[] = [];
  // One after the other: ten large files at once would be held in memory twice.
  for (const [index, part] of parts.entries()) taken.push(await takePart(part, index, taker));
  return taken;
}

async function takePart(part: Part, index: number, taker: PartTaker): Promise<ContentPart> {
  const { content } = part;
  const metadata = metadataOf(part, taker.limits);
  const described = {
    ...(part.filename === "" ? {} : { name: labelOf(part.filename) }),
    ...(part.mediaType === "" ? {} : { mediaType: essenceOf(part.mediaType) }),
    ...metadata,
  };
  switch (content?.$case) {
    case "text":
      return { kind: "text", text: content.value, ...described };
    case "data": {
      const data: unknown = content.value;
      if (!isJsonValue(data, taker.limits.maxJsonDepth)) break;
      return { kind: "data", data, ...described };
    }
    case "raw":
      return { kind: "document", document: await store(content.value, part, index, taker), ...metadata };
    case "url": {
      const fetched = await fetchPart(content.value, part, index, taker);
      return { kind: "document", document: await store(fetched.bytes, fetched, index, taker), ...metadata };
    }
    default:
  }
  throw new InvalidRequestError([{ field: `message.parts[${index}]`, description: "Cannot be read." }]);
}

interface Fetched {
  readonly bytes: Uint8Array;
  readonly filename: string;
  readonly mediaType: string;
}

async function fetchPart(url: string, part: Part, index: number, taker: PartTaker): Promise<Fetched> {
  const { fetchUrl, limits, signal, inputMediaTypes } = taker;
  const field = `message.parts[${index}].url`;
  const outcome: FetchOutcome =
    fetchUrl === undefined
      ? { kind: "refused", reason: "This server fetches no documents." }
      : await fetchUrl(url, { maxBytes: limits.maxFileBytes, signal: signal() });
  if (outcome.kind === "refused") {
    const { reason: description, code } = outcome;
    throw new InvalidRequestError([{ field, description, ...(code === undefined ? {} : { reason: code }) }]);
  }
  const mediaType = part.mediaType || essenceOf(outcome.mediaType ?? "");
  if (
    mediaType !== "" &&
    mediaType !== UNDECLARED_MEDIA_TYPE &&
    !inputMediaTypes.includes(essenceOf(mediaType))
  ) {
    throw new MediaTypeUnsupportedError(field, quote(mediaType), inputMediaTypes);
  }
  const fromUrl = URL.parse(url)?.pathname ?? "";
  return { bytes: outcome.bytes, filename: part.filename || (outcome.name ?? fromUrl), mediaType };
}

async function store(
  bytes: Uint8Array,
  { filename, mediaType }: { readonly filename: string; readonly mediaType: string },
  index: number,
  { documents, limits, signal }: PartTaker,
): Promise<DocumentRef> {
  const label = labelOf(filename).slice(0, limits.maxNameCharacters);
  const declared = essenceOf(mediaType) || UNDECLARED_MEDIA_TYPE;
  const type = declared === UNDECLARED_MEDIA_TYPE ? (mediaTypeOfName(label) ?? declared) : declared;
  const name = label === "" ? `document-${index + 1}${endingFor(type)}` : label;
  return { hash: await documents.put(bytes, signal()), name, mediaType: type, bytes: bytes.length };
}

/** A label and never a path: what stands behind the last slash. */
function labelOf(filename: string): string {
  const label = (filename.split(/[\\/]/).at(-1) ?? "").trim();
  return /^\.+$/.test(label) ? "" : label;
}

function metadataOf(part: Part, limits: MessageLimits): { readonly metadata?: JsonObject } {
  const metadata: unknown = part.metadata;
  return isJsonObject(metadata, limits.maxJsonDepth) ? { metadata } : {};
}

function quote(mediaType: string): string {
  return JSON.stringify(mediaType.slice(0, 100));
}
