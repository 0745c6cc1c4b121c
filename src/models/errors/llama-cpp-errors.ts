import { AppError } from "#kernel";

/** A model needs an npm package that is not installed, because most installations do without it. */
export class OptionalPackageMissingError extends AppError<"optional-package-missing"> {
  readonly code = "optional-package-missing";
  readonly packageName: string;
  /** What to run to install it. */
  readonly command: string;

  constructor(packageName: string, command: string, options?: ErrorOptions) {
    super(
      `Models of llama-cpp run through the package ${packageName}, which is not installed or has no binary for this machine. Run: ${command}`,
      options,
    );
    this.packageName = packageName;
    this.command = command;
  }
}

export type ModelFileProblem = "not-found" | "not-a-file" | "no-permission" | "not-gguf" | "corrupt";

const PROBLEM_TEXT: Record<ModelFileProblem, string> = {
  "not-found": "there is no such file",
  "not-a-file": "it is not a file",
  "no-permission": "this process may not read it",
  "not-gguf": "it is not a GGUF file",
  corrupt:
    "llama.cpp could not load it: it is damaged, incomplete or of a kind that this version does not know",
};

/** The file that the operator named as a model cannot be used as one. */
export class ModelFileUnreadableError extends AppError<"model-file-unreadable"> {
  readonly code = "model-file-unreadable";
  readonly path: string;
  readonly problem: ModelFileProblem;

  constructor(path: string, problem: ModelFileProblem, options?: ErrorOptions) {
    super(
      `The model file ${path} cannot be read: ${PROBLEM_TEXT[problem]}. Name a GGUF file, for example llama-cpp/models/model.gguf.`,
      options,
    );
    this.path = path;
    this.problem = problem;
  }
}

/** The model is there but does not run on this machine with these settings, most often for want of memory. */
export class ModelStartFailedError extends AppError<"model-start-failed"> {
  readonly code = "model-start-failed";
  readonly path: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(
      `The model file ${path} could not be started: ${reason} A smaller context window, fewer parallel requests or a smaller model need less memory.`,
      options,
    );
    this.path = path;
  }
}

/** llama.cpp itself failed in the middle of a call. */
export class InProcessInferenceError extends AppError<"in-process-inference-failed"> {
  readonly code = "in-process-inference-failed";
  readonly model: string;

  constructor(model: string, options?: ErrorOptions) {
    super(`The model ${model} failed inside llama.cpp while it worked on a request.`, options);
    this.model = model;
  }
}

export type LlamaCppError =
  | OptionalPackageMissingError
  | ModelFileUnreadableError
  | ModelStartFailedError
  | InProcessInferenceError;
