import { createHmac, timingSafeEqual } from "node:crypto";
import { CursorInvalidError, type TaskQuery } from "#engine";

/** The last task of a page: the next page begins after it. */
export interface PagePosition {
  readonly statusAt: number;
  readonly id: string;
}

const MAC_BYTES = 16;
/** Far more than any id of ours takes; a longer token is not looked at. */
const MAX_CURSOR_CHARACTERS = 1024;

/**
 * Page tokens that only this database's servers can make, good for the query they were given for alone: the same owner
 * and the same filters (the page size may change).
 */
export class PageCursors {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  encode(position: PagePosition, query: TaskQuery): string {
    const payload = Buffer.from(JSON.stringify([position.statusAt, position.id]));
    return Buffer.concat([this.#mac(payload, query), payload]).toString("base64url");
  }

  /** @throws CursorInvalidError */
  decode(cursor: string, query: TaskQuery): PagePosition {
    if (cursor.length > MAX_CURSOR_CHARACTERS) throw new CursorInvalidError();
    const bytes = Buffer.from(cursor, "base64url");
    // Decoding skips what is not base64url, so that many texts would give the same bytes.
    if (bytes.length <= MAC_BYTES || bytes.toString("base64url") !== cursor) throw new CursorInvalidError();
    const payload = bytes.subarray(MAC_BYTES);
    if (!timingSafeEqual(bytes.subarray(0, MAC_BYTES), this.#mac(payload, query)))
      throw new CursorInvalidError();
    const [statusAt, id] = JSON.parse(payload.toString()) as [number, string];
    return { statusAt, id };
  }

  #mac(payload: Uint8Array, query: TaskQuery): Buffer {
    const { tenant, owner, contextId, states, statusSince } = query;
    const scope = JSON.stringify([
      tenant,
      owner,
      contextId ?? null,
      states === undefined ? null : [...states].sort(),
      statusSince ?? null,
    ]);
    return createHmac("sha256", this.#key)
      .update(scope)
      .update("\0")
      .update(payload)
      .digest()
      .subarray(0, MAC_BYTES);
  }
}
