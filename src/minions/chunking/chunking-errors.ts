import { AppError } from "#kernel";

/** A chunker was asked for pieces that cannot be made; carries what was asked and what is allowed. */
export class InvalidChunkingError extends AppError<"invalid-chunking"> {
  readonly code = "invalid-chunking";
  /** The setting at fault, for example `overlap`. */
  readonly setting: string;
  readonly value: unknown;

  constructor(setting: string, value: unknown, allowed: string) {
    super(`Chunking setting "${setting}" is ${String(value)}; it must be ${allowed}.`);
    this.setting = setting;
    this.value = value;
  }
}

export type ChunkingError = InvalidChunkingError;

/** @throws {InvalidChunkingError} unless `value` is a whole number of at least `least`. */
export function requireWhole(setting: string, value: unknown, least: number): void {
  if (!Number.isSafeInteger(value) || Number(value) < least) {
    throw new InvalidChunkingError(setting, value, `a whole number of at least ${least}`);
  }
}

/** More chunks of one document than anything could read; making them would only exhaust memory. */
const MOST_CHUNKS = 200_000;

/** @throws {InvalidChunkingError} where pieces of `size` would cut a text of `characters` into more than anyone can read. */
export function requireReadableCount(characters: number, size: number, overlap: number): void {
  if (characters / (size - overlap) <= MOST_CHUNKS) return;
  const least = Math.ceil(characters / MOST_CHUNKS) + overlap;
  throw new InvalidChunkingError("size", size, `at least ${least} for a document of this length`);
}
