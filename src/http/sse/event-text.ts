/** One server-sent event. */
export interface ServerSentEvent {
  /** What a client that was cut off gives back as `Last-Event-ID`. */
  readonly id?: string;
  /** Default: `message`. */
  readonly event?: string;
  /** Sent as JSON, which has no line breaks. */
  readonly data: unknown;
}

/** The event as it stands on the wire. */
export function eventText({ id, event, data }: ServerSentEvent): string {
  const head = `${id === undefined ? "" : `id: ${id}\n`}${event === undefined ? "" : `event: ${event}\n`}`;
  return `${head}data: ${JSON.stringify(data)}\n\n`;
}

/** A comment: keeps proxies awake and is skipped by every client. */
export const HEARTBEAT_TEXT = ": keep-alive\n\n";

/** Sent before the server ends a stream whose task goes on; tells the client to come back in a second. */
export const FAREWELL_TEXT = ": the server is shutting down; resume with Last-Event-ID\nretry: 1000\n\n";
