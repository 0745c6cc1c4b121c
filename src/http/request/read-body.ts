import type { Readable } from "node:stream";
import { BodyTooLargeError, RequestUnreadableError } from "../errors.ts";

export interface BodyBounds {
  /** Its length where the client has told it. */
  readonly announced: number | undefined;
  readonly limit: number;
}

/**
 * Reads a body whole. One of known length goes to where it stays piece by piece, as it comes: putting tens of megabytes
 * together at their end would hold the thread for as many milliseconds.
 *
 * @param done told once. Errors: BodyTooLargeError, RequestUnreadableError
 */
export function readBody(
  payload: Readable,
  { announced, limit }: BodyBounds,
  done: (error: Error | undefined, bytes: Buffer) => void,
): void {
  const pieces: Buffer[] = [];
  let whole: Buffer | undefined;
  let received = 0;
  const end = (error: Error | undefined, bytes: Buffer = NOTHING): void => {
    payload.off("data", take).off("end", finish).off("error", fail);
    done(error, bytes);
  };
  const take = (piece: Buffer): void => {
    const before = received;
    received += piece.length;
    if (received > limit) end(new BodyTooLargeError(limit));
    else if (announced === undefined || received > announced) pieces.push(piece);
    else if (piece.length === announced) whole = piece;
    else {
      whole ??= Buffer.allocUnsafeSlow(announced);
      whole.set(piece, before);
    }
  };
  const finish = (): void => {
    if (announced === undefined) end(undefined, Buffer.concat(pieces, received));
    else if (received === announced) end(undefined, whole);
    else end(new RequestUnreadableError());
  };
  const fail = (cause: Error): void => end(new RequestUnreadableError({ cause }));
  if (announced !== undefined && announced > limit) end(new BodyTooLargeError(limit));
  else payload.on("data", take).on("end", finish).on("error", fail);
}

const NOTHING = Buffer.alloc(0);
