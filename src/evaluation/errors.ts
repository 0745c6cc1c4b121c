import { AppError } from "#kernel";

/** A line of a question set cannot be read. `line` counts from 1; `problem` says which field and why. */
export class QuestionLineInvalidError extends AppError<"question-line-invalid"> {
  readonly code = "question-line-invalid";
  readonly line: number;
  readonly problem: string;

  constructor(line: number, problem: string, options?: ErrorOptions) {
    super(`Line ${line} of the question set: ${problem}`, options);
    this.line = line;
    this.problem = problem;
  }
}

/** A question set without a single question. */
export class QuestionSetEmptyError extends AppError<"question-set-empty"> {
  readonly code = "question-set-empty";

  constructor() {
    super("The question set holds no questions. It must have one JSON object on each line.");
  }
}

/** Every error that this room throws. */
export type EvaluationError = QuestionLineInvalidError | QuestionSetEmptyError;
