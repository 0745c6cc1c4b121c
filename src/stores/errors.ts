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

/** The store that something is to be copied into holds something already. Nothing was changed in it. */
export class StoreNotEmptyError extends AppError<"store-not-empty"> {
  readonly code = "store-not-empty";
  readonly database: string;

  constructor(database: string, table: string) {
    super(`The database ${database} holds something already (in ${table}). Name one that is empty.`);
    this.database = database;
  }
}

/** What was copied is not what was read: something else wrote into the copy, or its source changed between two tries. */
export class StoreCopyDiffersError extends AppError<"store-copy-differs"> {
  readonly code = "store-copy-differs";
  readonly database: string;
  readonly table: string;

  constructor(database: string, table: string, expectedRows: number, foundRows: number) {
    super(
      `The copy in ${database} differs from its source in ${table}: ${foundRows} rows where there should be ${expectedRows}, ` +
        "or rows with other contents. Empty it and copy again, with no server on it.",
    );
    this.database = database;
    this.table = table;
  }
}

/** A copy into this store was begun and has not come to its end. */
export class StoreHalfCopiedError extends AppError<"store-half-copied"> {
  readonly code = "store-half-copied";
  readonly database: string;

  constructor(database: string) {
    super(
      `A copy into the database ${database} was begun and has not been finished. ` +
        "Run the same `a2a-minions store copy` again, or name another database.",
    );
    this.database = database;
  }
}

/** Documents are to be kept in a bucket, and the package that is needed for it is not installed. */
export class BucketClientMissingError extends AppError<"bucket-client-missing"> {
  readonly code = "bucket-client-missing";

  constructor(options?: ErrorOptions) {
    super(
      "Documents in a bucket need a package that is not installed. Run: npm i @aws-sdk/client-s3@^3",
      options,
    );
  }
}

/**
 * The bucket that documents are kept in cannot be reached, does not answer in time, or refuses. What is in it is there when it
 * is back.
 */
export class BucketUnavailableError extends AppError<"bucket-unavailable"> {
  readonly code = "bucket-unavailable";
  readonly bucket: string;
  /** True where it answered, and waiting alone does not help: credentials, permissions, a wrong name. */
  readonly refused: boolean;

  constructor(bucket: string, reason: string, options?: { readonly refused?: boolean }) {
    super(`The bucket ${bucket} of the documents cannot be used: ${reason}.`);
    this.bucket = bucket;
    this.refused = options?.refused ?? false;
  }
}

/** What lies in the bucket under a document's name is not what was put there. It is given to nobody. */
export class DocumentDamagedError extends AppError<"document-damaged"> {
  readonly code = "document-damaged";
  /** Hex SHA-256. */
  readonly hash: string;

  constructor(hash: string) {
    super(
      `The document ${hash.slice(0, 12)}… in the bucket is not what was put there. ` +
        "Remove its object, and send it again.",
    );
    this.hash = hash;
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
  | StoreNotEmptyError
  | StoreCopyDiffersError
  | StoreHalfCopiedError
  | BucketClientMissingError
  | BucketUnavailableError
  | DocumentDamagedError
  | StoreClosedError;
