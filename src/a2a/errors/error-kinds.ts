import {
  A2A_ERROR_CODE,
  A2AError,
  type A2AErrorOptions,
  ContentTypeNotSupportedError,
  ExtendedAgentCardNotConfiguredError,
  ExtensionSupportRequiredError,
  PushNotificationNotSupportedError,
  RequestMalformedError,
  TaskNotCancelableError,
  TaskNotFoundError,
  UnsupportedOperationError,
  VersionNotSupportedError,
} from "@a2a-js/sdk/errors";

/** How one kind of failure is told on each binding (A2A 1.0, section 5.4). */
export interface ErrorKind {
  readonly rpcCode: number;
  readonly httpStatus: number;
  /** Name of the `google.rpc.Code`; gRPC's status, and `status` of an HTTP error. */
  readonly status: string;
  /** `ErrorInfo.reason`. */
  readonly reason: string;
  /** The SDK's class, so that its own transports tell it right. */
  readonly sdk: new (
    options?: A2AErrorOptions,
  ) => A2AError;
}

const FAILED_PRECONDITION = "FAILED_PRECONDITION";
const INVALID_ARGUMENT = "INVALID_ARGUMENT";

/**
 * Every kind of failure that leaves this server. Those that A2A does not name have codes from -32050 on, away from
 * the ones that A2A hands out from -32001 on.
 */
export const ERROR_KINDS = {
  taskNotFound: kind(A2A_ERROR_CODE.TASK_NOT_FOUND, 404, "NOT_FOUND", "TASK_NOT_FOUND", TaskNotFoundError),
  taskNotCancelable: kind(
    A2A_ERROR_CODE.TASK_NOT_CANCELABLE,
    400,
    FAILED_PRECONDITION,
    "TASK_NOT_CANCELABLE",
    TaskNotCancelableError,
  ),
  pushNotSupported: kind(
    A2A_ERROR_CODE.PUSH_NOTIFICATION_NOT_SUPPORTED,
    400,
    FAILED_PRECONDITION,
    "PUSH_NOTIFICATION_NOT_SUPPORTED",
    PushNotificationNotSupportedError,
  ),
  unsupportedOperation: kind(
    A2A_ERROR_CODE.UNSUPPORTED_OPERATION,
    400,
    FAILED_PRECONDITION,
    "UNSUPPORTED_OPERATION",
    UnsupportedOperationError,
  ),
  contentTypeNotSupported: kind(
    A2A_ERROR_CODE.CONTENT_TYPE_NOT_SUPPORTED,
    400,
    INVALID_ARGUMENT,
    "CONTENT_TYPE_NOT_SUPPORTED",
    ContentTypeNotSupportedError,
  ),
  extendedCardNotConfigured: kind(
    A2A_ERROR_CODE.EXTENDED_CARD_NOT_CONFIGURED,
    400,
    FAILED_PRECONDITION,
    "EXTENDED_AGENT_CARD_NOT_CONFIGURED",
    ExtendedAgentCardNotConfiguredError,
  ),
  extensionRequired: kind(
    A2A_ERROR_CODE.EXTENSION_SUPPORT_REQUIRED,
    400,
    FAILED_PRECONDITION,
    "EXTENSION_SUPPORT_REQUIRED",
    ExtensionSupportRequiredError,
  ),
  versionNotSupported: kind(
    A2A_ERROR_CODE.VERSION_NOT_SUPPORTED,
    400,
    FAILED_PRECONDITION,
    "VERSION_NOT_SUPPORTED",
    VersionNotSupportedError,
  ),
  invalidParams: kind(
    A2A_ERROR_CODE.INVALID_PARAMS,
    400,
    INVALID_ARGUMENT,
    "INVALID_PARAMS",
    RequestMalformedError,
  ),
  internal: kind(A2A_ERROR_CODE.INTERNAL_ERROR, 500, "INTERNAL", "INTERNAL_ERROR", A2AError),
  busy: kind(-32050, 503, "UNAVAILABLE", "SERVER_BUSY", A2AError),
  shuttingDown: kind(-32051, 503, "UNAVAILABLE", "SHUTTING_DOWN", A2AError),
  permissionDenied: kind(-32052, 403, "PERMISSION_DENIED", "PERMISSION_DENIED", A2AError),
  unauthenticated: kind(-32053, 401, "UNAUTHENTICATED", "UNAUTHENTICATED", A2AError),
  conflict: kind(-32054, 409, "ABORTED", "CONFLICT", A2AError),
  clientLeft: kind(-32055, 499, "CANCELLED", "CLIENT_LEFT", A2AError),
  storageUnavailable: kind(-32057, 503, "UNAVAILABLE", "STORAGE_UNAVAILABLE", A2AError),
  authenticationUnavailable: kind(-32058, 503, "UNAVAILABLE", "AUTHENTICATION_UNAVAILABLE", A2AError),
  /** All that ends by waiting has one code; the reason tells which limit it was. */
  tooManyTasks: kind(-32059, 429, "RESOURCE_EXHAUSTED", "TOO_MANY_TASKS", A2AError),
  rateLimited: kind(-32059, 429, "RESOURCE_EXHAUSTED", "RATE_LIMITED", A2AError),
  budgetExhausted: kind(-32059, 429, "RESOURCE_EXHAUSTED", "BUDGET_EXHAUSTED", A2AError),
  limitsUnavailable: kind(-32060, 503, "UNAVAILABLE", "LIMITS_UNAVAILABLE", A2AError),
  timedOut: kind(-32056, 504, "DEADLINE_EXCEEDED", "TIMED_OUT", A2AError),
} as const satisfies Record<string, ErrorKind>;

export type ErrorKindName = keyof typeof ERROR_KINDS;

function kind(
  rpcCode: number,
  httpStatus: number,
  status: string,
  reason: string,
  sdk: ErrorKind["sdk"],
): ErrorKind {
  return { rpcCode, httpStatus, status, reason, sdk };
}
