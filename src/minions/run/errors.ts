import { AppError } from "#kernel";

/** There is nothing to answer. */
export class QuestionEmptyError extends AppError<"question-empty"> {
  readonly code = "question-empty";

  constructor() {
    super("The question is empty: say what you want to know.");
  }
}

/** The worker can do nothing without a document (the embedded engine quotes; it knows nothing by itself). */
export class DocumentRequiredError extends AppError<"document-required"> {
  readonly code = "document-required";
  readonly model: string;

  constructor(model: string) {
    super(
      `${model} answers from documents only: give at least one document, or name a real model for the local side.`,
    );
    this.model = model;
  }
}

/** Images were given, but the worker sees none. */
export class ImagesUnsupportedError extends AppError<"images-unsupported"> {
  readonly code = "images-unsupported";
  readonly model: string;

  constructor(model: string) {
    super(`${model} does not see images: name a local model that does, or enable OCR.`);
    this.model = model;
  }
}

/** The supervisor gave no usable code, and the plan as fall-back was ruled out by the caller. */
export class DecompositionFailedError extends AppError<"decomposition-failed"> {
  readonly code = "decomposition-failed";
  readonly attempts: number;

  constructor(attempts: number, lastProblem: string) {
    super(`The supervisor gave no usable code in ${attempts} attempts. The last problem: ${lastProblem}`);
    this.attempts = attempts;
  }
}

export type RunError =
  | QuestionEmptyError
  | DocumentRequiredError
  | ImagesUnsupportedError
  | DecompositionFailedError;
