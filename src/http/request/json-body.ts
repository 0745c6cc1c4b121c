import { isAscii, isUtf8 } from "node:buffer";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { JsonInvalidError, JsonRefusedError } from "../errors.ts";
import type { HttpLimits } from "../limits.ts";
import { announcedBytes } from "./announced-bytes.ts";
import { inspectJson, type JsonVerdict, type TextSpan } from "./inspect-json.ts";
import { liftFiles, placeFiles } from "./lift-files.ts";
import { readBody } from "./read-body.ts";

/** The media types of a JSON body: A2A's own and the plain one. */
export const JSON_MEDIA_TYPES = ["application/json", "application/a2a+json"];

const REFUSALS: Record<Exclude<JsonVerdict, "fine">, string> = {
  "too-deep": "it is nested too deep",
  "too-many-values": "it has too many values",
  "too-many-members": "its objects have too many members",
};

/**
 * Lets an instance read JSON bodies and nothing else. An empty body is undefined, since clients send
 * `Content-Type: application/json` with requests that have none. Members that would reach into prototypes are refused.
 * Large files of a message arrive as bytes, decoded.
 */
export function acceptJsonBodies(server: FastifyInstance, limits: HttpLimits): void {
  const bounds = {
    maxDepth: limits.maxJsonDepth,
    maxValues: limits.maxJsonValues,
    maxMembers: limits.maxJsonMembers,
  };
  const parse = jsonParser(server);
  const read = (request: FastifyRequest, bytes: Buffer): unknown => {
    const longTexts: TextSpan[] = [];
    const verdict = inspectJson(bytes, bounds, (span) => longTexts.push(span));
    if (verdict !== "fine") throw new JsonRefusedError(REFUSALS[verdict]);
    return longTexts.length === 0 ? parse(request, bytes) : parseWithFiles(request, bytes, longTexts, parse);
  };
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(JSON_MEDIA_TYPES, (request, payload, done) => {
    const end = (error: Error | null, body?: unknown): void => {
      request.facts.upload?.[Symbol.dispose]();
      done(error, body);
    };
    const limit = request.routeOptions.bodyLimit ?? limits.maxBodyBytes;
    readBody(payload, { announced: announcedBytes(request), limit }, (error, bytes) => {
      if (error !== undefined || bytes.length === 0) return end(error ?? null);
      try {
        const body = read(request, bytes);
        if (body instanceof Promise) body.then((value: unknown) => end(null, value), end);
        else end(null, body);
      } catch (fault) {
        end(fault as Error);
      }
    });
  });
}

async function parseWithFiles(
  request: FastifyRequest,
  bytes: Buffer,
  longTexts: readonly TextSpan[],
  parse: Parse,
): Promise<unknown> {
  const { json, files } = await liftFiles(bytes, longTexts);
  const body = await parse(request, json);
  placeFiles(body, files);
  return body;
}

/** Gives the value, or a promise of it; rejects or throws a JsonInvalidError. */
type Parse = (request: FastifyRequest, bytes: Buffer) => unknown;

function jsonParser(server: FastifyInstance): Parse {
  const parseSecurely = server.getDefaultJsonParser("error", "error");
  return (request, bytes) => {
    const text = textOf(bytes);
    if (text === undefined) throw new JsonInvalidError("it is not UTF-8");
    // Looking at what members are named costs several times what parsing does.
    if (!isSuspect(text)) return parsePlainly(text);
    return new Promise((resolve, reject) => {
      void parseSecurely(request, text, (cause, value) =>
        cause ? reject(malformed(cause)) : resolve(value),
      );
    });
  };
}

function parsePlainly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed(cause);
  }
}

function malformed(cause: unknown): JsonInvalidError {
  return new JsonInvalidError("it is malformed", { cause });
}

/** True where a member may reach into a prototype, be its name written with escapes, and for a byte order mark. */
function isSuspect(text: string): boolean {
  return (
    text.includes("__proto__") ||
    text.includes("constructor") ||
    text.includes("\\u") ||
    text.startsWith("\ufeff")
  );
}

/** Undefined where the bytes are not UTF-8. Pure ASCII takes half the memory as Latin-1. */
function textOf(bytes: Buffer): string | undefined {
  if (isAscii(bytes)) return bytes.toString("latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : undefined;
}
