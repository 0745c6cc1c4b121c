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
  readonly file: string;
  /** Newest migration that the database has had, as far as this program can name it. */
  readonly foundVersion: string;
  /** Newest migration that this program knows. */
  readonly supportedVersion: string;

  constructor(file: string, foundVersion: string, supportedVersion: string) {
    super(
      `The database ${file} has version ${foundVersion}, and this program knows versions up to ${supportedVersion}. ` +
        "Start the newer version of the program, or name another data folder.",
    );
    this.file = file;
    this.foundVersion = foundVersion;
    this.supportedVersion = supportedVersion;
  }
}

/** The file is damaged, or it is not a database of this program. */
export class StoreCorruptError extends AppError<"store-corrupt"> {
  readonly code = "store-corrupt";
  readonly file: string;

  constructor(file: string, options?: ErrorOptions) {
    super(
      `The file ${file} is damaged or is not a database of this program. ` +
        "Restore it from a backup, or name another data folder.",
      options,
    );
    this.file = file;
  }
}

/** The disk is full: the change was not stored. */
export class StoreFullError extends AppError<"store-full"> {
  readonly code = "store-full";
  readonly file: string;

  constructor(file: string, options?: ErrorOptions) {
    super(`There is no room left for the database ${file}. Free some disk space.`, options);
    this.file = file;
  }
}

/** The database cannot be opened, read or written: permissions, a missing folder, a failing disk. */
export class StoreUnavailableError extends AppError<"store-unavailable"> {
  readonly code = "store-unavailable";
  readonly file: string;
  readonly reason: string;

  constructor(file: string, reason: string, options?: ErrorOptions) {
    super(
      `The database ${file} cannot be used: ${reason}. Check the folder, its permissions and the disk.`,
      options,
    );
    this.file = file;
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
