import { A2AError, restStatusFor, toJsonRpcError, toRestErrorBody } from "@a2a-js/sdk/errors";
import { describe, expect, it } from "vitest";
import {
  ContextMismatchError,
  CursorInvalidError,
  MessageConflictError,
  ServerBusyError,
  ShuttingDownError,
  TaskBusyError,
  TaskEndedError,
  TaskNotFoundError,
  TooManyTasksError,
  VersionConflictError,
} from "#engine";
import { AbortedError, AppError, TimedOutError } from "#kernel";
import { toA2AError, toHttpError, toRpcError } from "./error-answers.ts";
import { ERROR_KINDS } from "./error-kinds.ts";
import type { CallError } from "./error-table.ts";
import {
  ExtendedCardMissingError,
  ExtensionRequiredError,
  InternalFaultError,
  InvalidRequestError,
  MediaTypeUnsupportedError,
  OperationUnsupportedError,
  PushUnsupportedError,
  ScopeMissingError,
  StorageUnavailableError,
  TaskUncancelableError,
  UnauthenticatedCallError,
  VersionUnsupportedError,
} from "./request-errors.ts";

const FAULT = [{ field: "message", description: "Required." }];
const report = () => "log-1";

/** Failure, JSON-RPC code, HTTP status, gRPC status, reason, fields at fault. */
const TABLE: [CallError, number, number, string, string, string[]?][] = [
  [new TaskNotFoundError(), -32001, 404, "NOT_FOUND", "TASK_NOT_FOUND"],
  [new TaskUncancelableError(), -32002, 400, "FAILED_PRECONDITION", "TASK_NOT_CANCELABLE"],
  [new PushUnsupportedError(), -32003, 400, "FAILED_PRECONDITION", "PUSH_NOTIFICATION_NOT_SUPPORTED"],
  [new OperationUnsupportedError("No."), -32004, 400, "FAILED_PRECONDITION", "UNSUPPORTED_OPERATION"],
  [new TaskEndedError(), -32004, 400, "FAILED_PRECONDITION", "UNSUPPORTED_OPERATION"],
  [new TaskBusyError(), -32004, 400, "FAILED_PRECONDITION", "UNSUPPORTED_OPERATION"],
  [
    new MediaTypeUnsupportedError("a", "b", ["c"]),
    -32005,
    400,
    "INVALID_ARGUMENT",
    "CONTENT_TYPE_NOT_SUPPORTED",
    ["a"],
  ],
  [new ExtendedCardMissingError(), -32007, 400, "FAILED_PRECONDITION", "EXTENDED_AGENT_CARD_NOT_CONFIGURED"],
  [new ExtensionRequiredError(["x"]), -32008, 400, "FAILED_PRECONDITION", "EXTENSION_SUPPORT_REQUIRED"],
  [new VersionUnsupportedError("2.0", ["1.0"]), -32009, 400, "FAILED_PRECONDITION", "VERSION_NOT_SUPPORTED"],
  [new InvalidRequestError(FAULT), -32602, 400, "INVALID_ARGUMENT", "INVALID_PARAMS", ["message"]],
  [new MessageConflictError("m"), -32602, 400, "INVALID_ARGUMENT", "INVALID_PARAMS", ["message.messageId"]],
  [new ContextMismatchError(), -32602, 400, "INVALID_ARGUMENT", "INVALID_PARAMS", ["message.contextId"]],
  [new CursorInvalidError(), -32602, 400, "INVALID_ARGUMENT", "INVALID_PARAMS", ["pageToken"]],
  [new InternalFaultError("log-1"), -32603, 500, "INTERNAL", "INTERNAL_ERROR"],
  [new ServerBusyError(7), -32050, 503, "UNAVAILABLE", "SERVER_BUSY"],
  [new TooManyTasksError(3), -32059, 429, "RESOURCE_EXHAUSTED", "TOO_MANY_TASKS"],
  [new ShuttingDownError(), -32051, 503, "UNAVAILABLE", "SHUTTING_DOWN"],
  [new ScopeMissingError("tasks:read"), -32052, 403, "PERMISSION_DENIED", "PERMISSION_DENIED"],
  [new UnauthenticatedCallError(), -32053, 401, "UNAUTHENTICATED", "UNAUTHENTICATED"],
  [new VersionConflictError("t"), -32054, 409, "ABORTED", "CONFLICT"],
  [new AbortedError("It"), -32055, 499, "CANCELLED", "CLIENT_LEFT"],
  [new TimedOutError("It", 5), -32056, 504, "DEADLINE_EXCEEDED", "TIMED_OUT"],
  [new StorageUnavailableError("log-1"), -32057, 503, "UNAVAILABLE", "STORAGE_UNAVAILABLE"],
];

describe("A failure", () => {
  it.each(TABLE)("%s is told on every binding", (error, rpcCode, httpStatus, status, reason, fields) => {
    const details = [
      {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        reason,
        domain: "a2a-protocol.org",
        metadata: expect.objectContaining({ code: error.code }),
      },
      ...(fields === undefined
        ? []
        : [
            expect.objectContaining({
              fieldViolations: fields.map((field) => expect.objectContaining({ field })),
            }),
          ]),
    ];
    const rpc = toRpcError(error, report);
    expect(rpc).toMatchObject({ code: rpcCode, message: error.message });
    expect(rpc.data.slice(0, details.length)).toEqual(details);
    const http = toHttpError(error, report);
    expect(http.status).toBe(httpStatus);
    expect(http.body.error).toEqual({ code: httpStatus, status, message: error.message, details: rpc.data });
  });

  it.each(TABLE)("%s stays the same when it passes through the SDK's error", (error, rpcCode) => {
    const passed = toA2AError(error, report);
    expect(passed).toBeInstanceOf(A2AError);
    expect(toRpcError(passed, report)).toEqual(toRpcError(error, report));
    expect(toHttpError(passed, report)).toEqual(toHttpError(error, report));
    // The SDK's transports know the codes of A2A and tell the rest as internal errors.
    expect(toJsonRpcError(passed)).toMatchObject({
      code: rpcCode > -32050 && rpcCode < -32000 ? rpcCode : expect.any(Number),
      message: error.message,
    });
  });

  it.each(Object.values(ERROR_KINDS).filter(({ sdk }) => sdk !== A2AError))(
    "of kind $reason is what the SDK makes of it too",
    (kind) => {
      const error = new kind.sdk({ message: "Told." });
      expect(toJsonRpcError(error).code).toBe(kind.rpcCode);
      expect(restStatusFor(error)).toBe(kind.httpStatus);
      expect(toRestErrorBody(error, kind.httpStatus).error.status).toBe(kind.status);
      expect(error.reason).toBe(kind.reason);
      expect(toRpcError(error, report)).toMatchObject({ code: kind.rpcCode, message: "Told." });
    },
  );

  it.each([
    [new ServerBusyError(7), "7"],
    [new ShuttingDownError(), "5"],
    [new TooManyTasksError(3), "5"],
    [new StorageUnavailableError("log-1"), "30"],
  ])("%s says when to come again", (error, seconds) => {
    expect(toHttpError(error, report).headers).toEqual({ "retry-after": seconds });
    expect(toRpcError(error, report).data.at(-1)).toEqual({
      "@type": "type.googleapis.com/google.rpc.RetryInfo",
      retryDelay: `${seconds}s`,
    });
  });
});

/** As the stores throw them; they are known here by their codes alone. */
class StoreError extends AppError {
  readonly code: string;

  constructor(code: string) {
    super("The database /srv/secret.sqlite cannot be used.");
    this.code = code;
  }
}

describe("A failure of the stores", () => {
  it.each([
    ["store-full", "storage-unavailable", -32057, "30", 1],
    ["store-unavailable", "storage-unavailable", -32057, "30", 1],
    ["store-closed", "shutting-down", -32051, "5", 0],
  ])(
    "%s is told as %s, with when to come again and without the file",
    (code, told, rpcCode, seconds, logs) => {
      const logged: unknown[] = [];
      const thrown = new StoreError(code);
      const passed = toA2AError(thrown, (error) => `log-${logged.push(error)}`);
      const answers = [
        [toHttpError(thrown, report), toRpcError(thrown, report)],
        [toHttpError(passed, report), toRpcError(passed, report)],
      ] as const;
      for (const [http, rpc] of answers) {
        expect(http).toMatchObject({
          status: 503,
          headers: { "retry-after": seconds },
          body: { error: { status: "UNAVAILABLE", details: [{ metadata: { code: told } }, {}] } },
        });
        expect(rpc).toMatchObject({
          code: rpcCode,
          data: [{ metadata: { code: told } }, { retryDelay: `${seconds}s` }],
        });
        expect(JSON.stringify([http, rpc])).not.toContain("secret");
      }
      expect(logged).toEqual(logs === 0 ? [] : [thrown]);
    },
  );

  it("that no waiting heals is a fault inside", () => {
    expect(toHttpError(new StoreError("store-corrupt"), report).status).toBe(500);
  });
});

describe("A fault that nobody foresaw", () => {
  it.each([
    ["an error", new Error("secret=1")],
    ["the SDK's error without a kind", new A2AError("secret=1")],
    ["a text", "secret=1"],
    ["nothing", undefined],
    ["a hostile object", { message: "secret=1", code: "task-not-found" }],
  ])("that is %s goes to the log, and the client gets its id", (_what, fault) => {
    const logged: unknown[] = [];
    const answer = toHttpError(fault, (error) => `log-${logged.push(error)}`);
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer)).not.toContain("secret");
    expect(answer.body.error.details).toMatchObject([
      { metadata: { code: "internal-fault", logId: "log-1" } },
    ]);
    expect(logged).toEqual([fault]);
  });
});
