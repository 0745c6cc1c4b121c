import { AppError } from "#kernel";

/** Another process has the database file open: one file belongs to one process. */
export class StoreInUseError extends AppError<"store-in-use"> {
  readonly code = "store-in-use";
  readonly file: string;

  constructor(file: string, options?: ErrorOptions) {
    super(
      `The database ${file} is in use by another process. Stop it, or name another data folder.`,
      options,
    );
    this.file = file;
  }
}

/** The database was written by a newer version of this program. Nothing was changed in it. */
export class StoreTooNewError extends AppError<"store-too-new"> {
  readonly code = "store-too-new";
  /** The file, or host and name of the database. */
  readonly database: string;
  /** Newest migration that the database has had, as far as this program can name it. */
  readonly foundVersion: string;
  /** Newest migration that this program knows. */
  readonly supportedVersion: string;

  constructor(database: string, foundVersion: string, supportedVersion: string) {
    super(
      `The database ${database} has version ${foundVersion}, and this program knows versions up to ${supportedVersion}. ` +
        "Start the newer version of the program, or name another database.",
    );
    this.database = database;
    this.foundVersion = foundVersion;
    this.supportedVersion = supportedVersion;
  }
}

/** The file is damaged, or it is not a database of this program. */
export class StoreCorruptError extends AppError<"store-corrupt"> {
  readonly code = "store-corrupt";
  readonly database: string;

  constructor(database: string, options?: ErrorOptions) {
    super(
      `The database ${database} is damaged or is not one of this program. ` +
        "Restore it from a backup, or name another one.",
      options,
    );
    this.database = database;
  }
}

/** The disk is full: the change was not stored. */
export class StoreFullError extends AppError<"store-full"> {
  readonly code = "store-full";
  readonly database: string;

  constructor(database: string, options?: ErrorOptions) {
    super(`There is no room left for the database ${database}. Free some disk space.`, options);
    this.database = database;
  }
}

const FILE_ADVICE = "Check the folder, its permissions and the disk.";

/**
 * The database cannot be opened, read or written: permissions, a missing folder, a failing disk; or its server cannot be
 * reached, has no connection to give, or does not answer in time. Whether a change was stored may be unknown.
 */
export class StoreUnavailableError extends AppError<"store-unavailable"> {
  readonly code = "store-unavailable";
  readonly database: string;
  readonly reason: string;

  constructor(database: string, reason: string, options?: ErrorOptions & { readonly advice?: string }) {
    super(`The database ${database} cannot be used: ${reason}. ${options?.advice ?? FILE_ADVICE}`, options);
    this.database = database;
    this.reason = reason;
  }
}

/** The stores have been closed. */
export class StoreClosedError extends AppError<"store-closed"> {
  readonly code = "store-closed";

  constructor(options?: ErrorOptions) {
    super("The database has been closed.", options);
  }
}

export type StoresError =
  | StoreInUseError
  | StoreTooNewError
  | StoreCorruptError
  | StoreFullError
  | StoreUnavailableError
  | StoreClosedError;
