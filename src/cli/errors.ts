import { AppError } from "#kernel";

/** The command line itself is wrong: an unknown option or command, or an argument that is missing. */
export class InvalidUsageError extends AppError<"invalid-usage"> {
  readonly code = "invalid-usage";
}

/** A file that was named on the command line does not exist. */
export class FileNotFoundError extends AppError<"file-not-found"> {
  readonly code = "file-not-found";
  readonly path: string;

  constructor(path: string) {
    super(`There is no file ${path}. Check the path; the last argument of "ask" is the question.`);
    this.path = path;
  }
}

/** A folder, a device or a pipe was named where a file is meant. */
export class NotAFileError extends AppError<"not-a-file"> {
  readonly code = "not-a-file";
  readonly path: string;

  constructor(path: string, kind: "folder" | "special file") {
    const hint =
      kind === "folder" ? `Name the files in it, for example ${path}/*.pdf.` : "Name a regular file.";
    super(`${path} is a ${kind}, not a document. ${hint}`);
    this.path = path;
  }
}

/** A file was named where a folder is meant. */
export class NotAFolderError extends AppError<"not-a-folder"> {
  readonly code = "not-a-folder";
  readonly path: string;

  constructor(path: string) {
    super(`${path} is a file, not a folder. Name the folder that holds the documents.`);
    this.path = path;
  }
}

/** A file is there but the system does not let us read it. */
export class FileUnreadableError extends AppError<"file-unreadable"> {
  readonly code = "file-unreadable";
  readonly path: string;
  /** The system's own code, for example EACCES. */
  readonly systemCode: string;

  constructor(path: string, systemCode: string, options?: ErrorOptions) {
    super(`${path} cannot be read (${systemCode}). Check its permissions.`, options);
    this.path = path;
    this.systemCode = systemCode;
  }
}

/** A result cannot be written where it was asked for. */
export class OutputUnwritableError extends AppError<"output-unwritable"> {
  readonly code = "output-unwritable";
  readonly path: string;
  readonly systemCode: string;

  constructor(path: string, systemCode: string, options?: ErrorOptions) {
    super(`${path} cannot be written (${systemCode}). Name another file or check the folder.`, options);
    this.path = path;
    this.systemCode = systemCode;
  }
}

/** The file of earlier turns is not what `--history` takes. */
export class HistoryInvalidError extends AppError<"history-invalid"> {
  readonly code = "history-invalid";
  readonly path: string;

  constructor(path: string, problem: string) {
    super(
      `${path} does not hold a history: ${problem}. It must be a JSON array of ` +
        '{"role": "user" or "agent", "text": "…"}, oldest first.',
    );
    this.path = path;
  }
}

/** The file for `keys import` is not what `keys export` writes. */
export class KeyFileInvalidError extends AppError<"key-file-invalid"> {
  readonly code = "key-file-invalid";
  readonly path: string;
  /** From 1. */
  readonly line: number;

  constructor(path: string, line: number, problem: string) {
    super(`${path} cannot be imported: line ${line}: ${problem}. Nothing was taken over.`);
    this.path = path;
    this.line = line;
  }
}

export type CliError =
  | InvalidUsageError
  | FileNotFoundError
  | NotAFileError
  | NotAFolderError
  | FileUnreadableError
  | OutputUnwritableError
  | HistoryInvalidError
  | KeyFileInvalidError;

/** The code that the system gave a failed file operation, or "unknown". */
export function systemCodeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown";
}
