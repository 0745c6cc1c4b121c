import type { FastifyRequest } from "fastify";

/** Length of a request's body: zero where there is none, undefined where it is told by the body's end alone. */
export function announcedBytes({ headers }: FastifyRequest): number | undefined {
  if (headers["transfer-encoding"] !== undefined) return undefined;
  const length = headers["content-length"];
  return length === undefined ? 0 : Number(length);
}
