import { AppError } from "#kernel";

/** The workbench itself broke, through no fault of the program: its thread could not start, or it was closed meanwhile. */
export class WorkbenchFailedError extends AppError<"workbench-failed"> {
  readonly code = "workbench-failed";

  constructor(options?: ErrorOptions) {
    super("The workbench that runs decompositions failed; run the question again.", options);
  }
}

/** A program called one of its functions with arguments that make no sense; the message goes to the program's author. */
export class CallRefusedError extends AppError<"program-call-refused"> {
  readonly code = "program-call-refused";
}

export type WorkbenchError = WorkbenchFailedError | CallRefusedError;
