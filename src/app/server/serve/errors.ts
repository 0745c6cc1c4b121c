import { AppError } from "#kernel";

/** A server whose way in is meant for development may not be reached by other machines, unless that was said frankly. */
export class AuthRequiredError extends AppError<"auth-required"> {
  readonly code = "auth-required";
  readonly host: string;

  constructor(host: string) {
    super(
      `With --no-auth or --api-key the server may listen at this machine's own addresses only, and ${host} is none of ` +
        "them. Use keys of a2a-minions keys create, or listen at 127.0.0.1. Who wants everybody to be able to use it says " +
        "so by --insecure-access-from-network.",
    );
    this.host = host;
  }
}

/** The server cannot listen where it was told to. */
export class ListenFailedError extends AppError<"listen-failed"> {
  readonly code = "listen-failed";
  readonly host: string;
  readonly port: number;

  constructor(host: string, port: number, systemCode: string, options?: ErrorOptions) {
    const why =
      systemCode === "EADDRINUSE"
        ? "something else listens there already"
        : systemCode === "EACCES"
          ? "this user may not"
          : systemCode;
    super(
      `The server cannot listen at ${host}, port ${port}: ${why}. Name another with --host and --port.`,
      options,
    );
    this.host = host;
    this.port = port;
  }
}

/** A file that TLS stands on cannot be used; what stands in it is never told. */
export class TlsUnusableError extends AppError<"tls-unusable"> {
  readonly code = "tls-unusable";
  readonly path: string;

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`TLS cannot be spoken with ${path}: ${problem}.`, options);
    this.path = path;
  }
}

/** The file that should get the audit log cannot be written: a server that cannot say who did what does not start. */
export class AuditFileError extends AppError<"audit-file-unusable"> {
  readonly code = "audit-file-unusable";
  readonly path: string;

  constructor(path: string, options?: ErrorOptions) {
    super(`The file of the audit log ${path} cannot be written. Check its folder and permissions.`, options);
    this.path = path;
  }
}

export type ServeError = AuditFileError | AuthRequiredError | ListenFailedError | TlsUnusableError;
