import { AppError } from "#kernel";

/** One thing that is wrong with the configuration, and where it was said. */
export interface ConfigurationFault {
  /** Where the value came from: a flag, an environment variable, a file, or a default. */
  readonly source: string;
  /** The setting, as the file spells it, for example `run.max_rounds`. */
  readonly key: string;
  /** What is wrong and what is allowed. Never holds a secret. */
  readonly problem: string;
}

/** Flags, environment or file hold values that cannot be used; all faults are listed at once. */
export class InvalidConfigurationError extends AppError<"invalid-configuration"> {
  readonly code = "invalid-configuration";
  readonly faults: readonly ConfigurationFault[];

  constructor(faults: readonly ConfigurationFault[], options?: ErrorOptions) {
    const lines = faults.map((fault) => `  ${fault.source}: ${fault.problem}`);
    super(["The configuration cannot be used:", ...lines].join("\n"), options);
    this.faults = faults;
  }
}

/** The configuration file that was named, or found, cannot be read as JSON. */
export class ConfigurationFileError extends AppError<"configuration-file-unreadable"> {
  readonly code = "configuration-file-unreadable";
  readonly path: string;

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`The configuration file ${path} cannot be used: ${problem}.`, options);
    this.path = path;
  }
}

export type ConfigError = InvalidConfigurationError | ConfigurationFileError;
