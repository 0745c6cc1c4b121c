import { isAscii, isUtf8 } from "node:buffer";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { JsonInvalidError, JsonRefusedError } from "../errors.ts";
import type { HttpLimits } from "../limits.ts";
import { inspectJson, type JsonVerdict, type TextSpan } from "./inspect-json.ts";
import { liftFiles, placeFiles } from "./lift-files.ts";

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
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    JSON_MEDIA_TYPES,
    { parseAs: "buffer" },
    async (request: FastifyRequest, bytes: Buffer) => {
      using _room = request.facts.upload;
      if (bytes.length === 0) return undefined;
      const longTexts: TextSpan[] = [];
      const verdict = inspectJson(bytes, bounds, (span) => longTexts.push(span));
      if (verdict !== "fine") throw new JsonRefusedError(REFUSALS[verdict]);
      if (longTexts.length === 0) return await parse(request, bytes);
      const { json, files } = await liftFiles(bytes, longTexts);
      const body = await parse(request, json);
      placeFiles(body, files);
      return body;
    },
  );
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
