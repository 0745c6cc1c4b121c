import { createHash } from "node:crypto";
import { AgentCard } from "@a2a-js/sdk";

/** A card as it goes over the wire, made once. */
export interface ServedCard {
  /** JSON of the card. */
  readonly body: string;
  /** Strong, quoted, of the body. */
  readonly etag: string;
  /** As `Last-Modified` wants it. */
  readonly lastModified: string;
  readonly cacheControl: string;
}

const MAX_AGE_SECONDS = 300;

/**
 * Writes a card once, by the SDK's codec: its instances hold fields of the SDK's own making, which a plain
 * `JSON.stringify` would tell the world.
 *
 * @param modifiedAt when the card came to be what it is, milliseconds since the epoch; usually the server's start
 */
export function serveAgentCard(card: AgentCard, modifiedAt: number): ServedCard {
  return serveCardJson(AgentCard.toJSON(card), modifiedAt);
}

/** As {@link serveAgentCard}, for a card that is JSON already, such as one in the form of an earlier version. */
export function serveCardJson(card: unknown, modifiedAt: number): ServedCard {
  const body = JSON.stringify(card);
  return {
    body,
    etag: `"${createHash("sha256").update(body).digest("base64url")}"`,
    lastModified: new Date(modifiedAt).toUTCString(),
    cacheControl: `public, max-age=${MAX_AGE_SECONDS}`,
  };
}

/**
 * True when a client that sent these headers has the card already and is to get a 304. `If-None-Match` counts before
 * `If-Modified-Since` (RFC 9110, section 13.2.2).
 */
export function isCardFresh(
  card: ServedCard,
  headers: { readonly ifNoneMatch?: string | undefined; readonly ifModifiedSince?: string | undefined },
): boolean {
  if (headers.ifNoneMatch !== undefined) {
    return headers.ifNoneMatch
      .split(",")
      .map((tag) => tag.trim().replace(/^W\//, ""))
      .some((tag) => tag === "*" || tag === card.etag);
  }
  if (headers.ifModifiedSince === undefined) return false;
  return Date.parse(card.lastModified) <= Date.parse(headers.ifModifiedSince);
}
