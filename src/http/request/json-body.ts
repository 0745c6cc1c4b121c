import { isAscii, isUtf8 } from "node:buffer";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { JsonInvalidError, JsonRefusedError } from "../errors.ts";
import type { HttpLimits } from "../limits.ts";
import { inspectJson, type JsonVerdict } from "./inspect-json.ts";

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
 */
export function acceptJsonBodies(server: FastifyInstance, limits: HttpLimits): void {
  const bounds = {
    maxDepth: limits.maxJsonDepth,
    maxValues: limits.maxJsonValues,
    maxMembers: limits.maxJsonMembers,
  };
  const parse = server.getDefaultJsonParser("error", "error");
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    JSON_MEDIA_TYPES,
    { parseAs: "buffer" },
    (request: FastifyRequest, bytes: Buffer, done) => {
      if (bytes.length === 0) return done(null, undefined);
      const verdict = inspectJson(bytes, bounds);
      if (verdict !== "fine") return done(new JsonRefusedError(REFUSALS[verdict]));
      const text = textOf(bytes);
      if (text === undefined) return done(new JsonInvalidError("it is not UTF-8"));
      return parse(request, text, (error, value) =>
        error ? done(new JsonInvalidError("it is malformed", { cause: error })) : done(null, value),
      );
    },
  );
}

/** Undefined where the bytes are not UTF-8. Pure ASCII, which uploads are, takes half the memory as Latin-1. */
function textOf(bytes: Buffer): string | undefined {
  if (isAscii(bytes)) return bytes.toString("latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : undefined;
}
