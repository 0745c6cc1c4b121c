import type { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { UrlFetchFailedError } from "./errors.ts";

const DECODERS: Readonly<Record<string, (() => Transform) | undefined>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

export interface BodyFacts {
  /** Header `content-encoding`: no compression was asked for, but files can be kept compressed. */
  readonly encoding: string;
  /** Header `content-length`; undefined where the server does not say. */
  readonly length: number | undefined;
  readonly maxBytes: number;
}

/**
 * Reads a body whole, counting as it comes: what is on the wire and what it unpacks to both stay within the limit, so
 * that neither an endless body nor a small one that unpacks to a huge one fills the memory.
 *
 * @throws UrlFetchFailedError, and what the stream fails with
 */
export async function readBody(
  body: Readable,
  { encoding, length, maxBytes }: BodyFacts,
): Promise<Uint8Array> {
  if (length !== undefined && length > maxBytes) throw tooLarge(maxBytes);
  const name = encoding.trim().toLowerCase();
  const within = limited(maxBytes);
  if (name === "" || name === "identity") return await pipeline(body, within, gathered);
  const decoder = DECODERS[name]?.();
  if (decoder === undefined) throw new UrlFetchFailedError({ kind: "encoding" });
  try {
    return await pipeline(body, within, decoder, limited(maxBytes), gathered);
  } catch (error) {
    if (isFromZlib(error)) throw new UrlFetchFailedError({ kind: "encoding" });
    throw error;
  }
}

function limited(maxBytes: number) {
  return async function* within(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      yield chunk;
    }
  };
}

async function gathered(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const kept: Uint8Array[] = [];
  for await (const chunk of chunks) kept.push(chunk);
  return Buffer.concat(kept);
}

function tooLarge(maxBytes: number): UrlFetchFailedError {
  return new UrlFetchFailedError({ kind: "too-large", maxBytes });
}

function isFromZlib(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return false;
  // Brotli's codes have the name of its own constant behind `ERR_`, which begins with `_ERROR`.
  return /^(Z_|ERR__ERROR_|ERR_BROTLI)/.test(error.code);
}
