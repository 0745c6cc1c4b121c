import { type ReportFault, type RpcError, toHttpError, toRpcError } from "#a2a";

/** One server-sent event. */
export interface DialectEvent {
  /** What a client that was cut off gives back as `Last-Event-ID`. */
  readonly id?: string;
  /** Default: `message`. */
  readonly event?: string;
  /** Sent as JSON. */
  readonly data: unknown;
}

export type DialectEvents = AsyncGenerator<DialectEvent, void, undefined>;

/** What an earlier client is answered, in its own words down to the HTTP status, for any HTTP server to send. */
export type DialectAnswer =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** Undefined sends no body. */
      readonly body: unknown;
      /** Code of what went wrong, for logs and metrics. */
      readonly failure?: string;
    }
  /** Server-sent events. What was wrong with the call was answered before. */
  | { readonly kind: "stream"; readonly events: DialectEvents };

export type PlainAnswer = Extract<DialectAnswer, { kind: "answer" }>;

export function plainAnswer(body: unknown, status = 200): PlainAnswer {
  return { kind: "answer", status, headers: {}, body };
}

/** A failure, ready to be worded by a dialect. */
export interface ToldFailure {
  readonly rpc: RpcError;
  /** As HTTP+JSON would have it. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The project's code. */
  readonly failure: string;
}

/** An unexpected error is reported once and told by its id alone. */
export function tellFailure(error: unknown, reportFault: ReportFault): ToldFailure {
  let logId: string | undefined;
  const reportOnce: ReportFault = (fault) => {
    logId ??= reportFault(fault);
    return logId;
  };
  const rpc = toRpcError(error, reportOnce);
  const { status, headers } = toHttpError(error, reportOnce);
  const codes = rpc.data.map((detail) => codeIn(detail["metadata"]));
  return { rpc, status, headers, failure: codes.find((code) => code !== undefined) ?? "unknown" };
}

function codeIn(metadata: unknown): string | undefined {
  if (typeof metadata !== "object" || metadata === null || !("code" in metadata)) return undefined;
  return typeof metadata.code === "string" ? metadata.code : undefined;
}

/** Reads the first event before anything is sent, so that a call at fault can still be answered by an error. */
export async function begun<Event>(
  events: AsyncGenerator<Event, void, undefined>,
): Promise<AsyncGenerator<Event, void, undefined>> {
  const first = await events.next();
  return (async function* () {
    try {
      if (first.done) return;
      yield first.value;
      yield* events;
    } finally {
      await events.return();
    }
  })();
}
