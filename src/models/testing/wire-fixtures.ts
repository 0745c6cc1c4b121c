import type { ScriptedReply, SeenRequest } from "./scripted-server.ts";

export type FixtureFinish = "stop" | "length" | "refusal";

/** How one wire format writes the same facts; made by hand from the public API documentation. */
export interface WireFixtures {
  /** End of the path of a generation; `stream` where streaming has a path of its own. */
  readonly path: { readonly whole: RegExp; readonly stream: RegExp };
  /** Prompt 1200 tokens of which 1000 cached (where the API tells), completion 34. */
  whole(text: string, finish?: FixtureFinish): ScriptedReply;
  streamed(pieces: readonly string[], finish?: FixtureFinish): ScriptedReply;
  /** The same answer without any usage. */
  withoutUsage(text: string): ScriptedReply;
  error(status: number, message: string, code?: string): ScriptedReply;
  /** Says that the prompt is too long for the window. */
  overflow(): ScriptedReply;
  /** What of a request asks for JSON by a schema, and by JSON mode. */
  schemaOf(request: SeenRequest): unknown;
  jsonModeOf(request: SeenRequest): unknown;
  temperatureOf(request: SeenRequest): unknown;
  seedOf(request: SeenRequest): unknown;
  maxTokensOf(request: SeenRequest): unknown;
  keyOf(request: SeenRequest): string | undefined;
  readonly cachedTokens: number;
  readonly refuses: boolean;
  readonly takesSeed: boolean;
}

export function event(data: unknown, name?: string): string {
  return `${name === undefined ? "" : `event: ${name}\n`}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
}

export const EVENT_STREAM = { "content-type": "text/event-stream" };

/** A value inside a parsed body; undefined where the path does not exist. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
    value,
  );
}
