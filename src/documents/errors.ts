import { AppError } from "#kernel";

/** `extract` was called on an extractor that has been disposed. */
export class ExtractorClosedError extends AppError<"extractor-closed"> {
  readonly code = "extractor-closed";

  constructor() {
    super("The document reader has been closed. Create a new one.");
  }
}

/** A worker thread could not be started or died for a reason that has nothing to do with the document. */
export class DocumentWorkerError extends AppError<"document-worker-failed"> {
  readonly code = "document-worker-failed";

  constructor(options: ErrorOptions) {
    super(
      "A document worker thread failed. Try again; if it happens again, check the installation.",
      options,
    );
  }
}

export type DocumentsError = ExtractorClosedError | DocumentWorkerError;
