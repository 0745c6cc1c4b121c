import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { UrlTooLongError } from "../errors.ts";
import type { HttpLimits } from "../limits.ts";
import { letBodyCome } from "../listening/expect-continue.ts";
import { announcedBytes } from "../request/announced-bytes.ts";
import type { Connections } from "./connections.ts";
import { securityHeaders } from "./security-headers.ts";
import { UploadGate } from "./upload-gate.ts";

export interface RequestGuardDeps {
  readonly limits: Pick<HttpLimits, "maxUrlBytes" | "maxBodyBytes" | "maxUploadBytes" | "uploadWaitMs">;
  readonly connections: Pick<Connections, "receive">;
}

/** Bodies up to this size come in without asking: their memory is that of the line they come over. */
const SMALL_BODY_BYTES = 64 * 1024;

const PLAIN = securityHeaders(false);
const ENCRYPTED = securityHeaders(true);

/** What holds for every request, whatever it asks: headers of the answer, length of the address, pace and room of the body. */
export function guardRequests(server: FastifyInstance, deps: RequestGuardDeps): void {
  const { limits, connections } = deps;
  const { maxUploadBytes: capacityBytes, uploadWaitMs: waitMs } = limits;
  const gate = new UploadGate({ capacityBytes, waitMs });
  server.addHook("onRequest", (request, reply, done) => {
    reply.headers(request.protocol === "https" ? ENCRYPTED : PLAIN);
    if (announcedBytes(request) !== 0) connections.receive(request.raw);
    if (request.url.length > limits.maxUrlBytes) return done(new UrlTooLongError(limits.maxUrlBytes));
    done();
  });
  server.addHook("preParsing", (request, reply, payload, done) => {
    const bytes = announcedBytes(request);
    if (bytes === 0) return done(null, payload);
    const largest = request.routeOptions.bodyLimit ?? limits.maxBodyBytes;
    // What is larger than the route takes is refused by its announced length, unread.
    if (bytes !== undefined && (bytes <= SMALL_BODY_BYTES || bytes > largest)) {
      if (bytes <= largest) letBodyCome(request, reply);
      return done(null, payload);
    }
    enter(gate, bytes ?? largest, request, reply).then(
      () => {
        letBodyCome(request, reply);
        connections.receive(request.raw);
        done(null, payload);
      },
      (error: Error) => done(error),
    );
  });
}

/** Holds the body's room until it has been read, or the client is gone. */
async function enter(
  gate: UploadGate,
  bytes: number,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const left = new AbortController();
  reply.raw.once("close", () => left.abort());
  const { facts } = request;
  const { tenant, owner } = facts.principal ?? { tenant: "", owner: request.ip };
  const place = await gate.enter(bytes, `${tenant}/${owner}`, left.signal);
  facts.upload = place;
  left.signal.addEventListener("abort", () => place[Symbol.dispose]());
  if (left.signal.aborted) place[Symbol.dispose]();
}
