import type { FastifyRequest } from "fastify";
import type { Principal } from "#a2a";

/** What the server learns about a request while it answers it; for logs, metrics and the handlers behind. */
export interface RequestFacts {
  readonly requestId: string;
  /** The client's W3C `traceparent`, where valid. */
  readonly traceParent: string | undefined;
  /** Monotonic milliseconds. */
  readonly startedAtMs: number;
  /** The address's pattern; the address itself may hold anything. */
  readonly route: string;
  /** The operation's name; one of few, so that it serves as a label. */
  operation: string;
  principal: Principal | undefined;
  taskId: string | undefined;
  /** Room that a large body takes while it comes in and is read. */
  upload: Disposable | undefined;
  /** Code of the failure that was answered; undefined for success. */
  failure: string | undefined;
  /** Where the log says more about the failure. */
  logId: string | undefined;
}

declare module "fastify" {
  interface FastifyRequest {
    facts: RequestFacts;
  }
  interface FastifyContextConfig {
    /** Name of the operation behind the route, for logs and metrics. */
    operation?: string;
  }
}

/** Notes a failure by the project's code and the id of its log line, as the answer's details carry them. */
export function noteFailure(request: FastifyRequest, details: readonly unknown[]): void {
  const { facts } = request;
  facts.failure = details.map((detail) => inMetadata(detail, "code")).find(isText) ?? "unknown";
  facts.logId = details.map((detail) => inMetadata(detail, "logId")).find(isText);
}

function inMetadata(detail: unknown, name: string): unknown {
  if (typeof detail !== "object" || detail === null || !("metadata" in detail)) return undefined;
  const { metadata } = detail;
  if (typeof metadata !== "object" || metadata === null) return undefined;
  return new Map<string, unknown>(Object.entries(metadata)).get(name);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
