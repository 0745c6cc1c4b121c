import { AppError } from "#kernel";

/** A retriever was asked something that has no answer; carries what was asked and what is allowed. */
export class InvalidRetrievalError extends AppError<"invalid-retrieval"> {
  readonly code = "invalid-retrieval";
  /** The argument at fault, for example `topK`. */
  readonly argument: string;

  constructor(argument: string, found: string, allowed: string) {
    super(`Retrieval argument "${argument}" is ${found}; it must be ${allowed}.`);
    this.argument = argument;
  }
}

/** Vectors of different lengths met: they come from different embedding models, and comparing them means nothing. */
export class VectorDimensionError extends AppError<"vector-dimension-mismatch"> {
  readonly code = "vector-dimension-mismatch";
  readonly expected: number;
  readonly found: number;

  constructor(what: string, expected: number, found: number) {
    super(
      `${what} has ${found} dimensions where ${expected} are expected; use one embedding model for both.`,
    );
    this.expected = expected;
    this.found = found;
  }
}

export type RetrievalError = InvalidRetrievalError | VectorDimensionError;

/** @throws {InvalidRetrievalError} unless `topK` is a whole number of at least 1. */
export function requireTopK(topK: number): void {
  if (!Number.isSafeInteger(topK) || topK < 1) {
    throw new InvalidRetrievalError("topK", String(topK), "a whole number of at least 1");
  }
}
