import cors from "@fastify/cors";
import type { FastifyInstance } from "fastify";

/** What clients in browsers send beside what browsers always may. */
const ALLOWED_HEADERS = [
  "Authorization",
  "Content-Type",
  "X-API-Key",
  "A2A-Version",
  "A2A-Extensions",
  "Last-Event-ID",
  "X-Request-ID",
  "traceparent",
  "tracestate",
  "If-None-Match",
];

/** What they may read beside what browsers always let them read. */
const EXPOSED_HEADERS = [
  "X-Request-ID",
  "ETag",
  "A2A-Extensions",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
  "WWW-Authenticate",
];

/** Time that a browser keeps what it was allowed, in seconds. */
const KEPT_SECONDS = 600;

/**
 * Lets pages of these origins, and of no other, ask this server. Keys travel in headers that the page sets itself: a
 * browser's own credentials are never asked for, so that no page can use what a visitor is logged in with.
 */
export function allowOrigins(server: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  server.register(cors, {
    origin: origins.includes("*") ? "*" : [...origins],
    methods: ["GET", "HEAD", "POST", "DELETE"],
    allowedHeaders: ALLOWED_HEADERS,
    exposedHeaders: EXPOSED_HEADERS,
    credentials: false,
    maxAge: KEPT_SECONDS,
  });
}
