export type { CardSource } from "./card/card-route.ts";
export {
  createHttpServer,
  type HttpServer,
  type HttpServerDeps,
  type NetworkSettings,
  type Routes,
} from "./create-http-server.ts";
export * from "./errors.ts";
export {
  type ComponentHealth,
  type ComponentState,
  createHealth,
  type HealthDeps,
  type HealthSource,
} from "./health/health.ts";
export { type HttpLog, REDACTED_LOG_PATHS } from "./http-log.ts";
export { DEFAULT_HTTP_LIMITS, type HttpLimits } from "./limits.ts";
export type { TlsMaterial } from "./listening/tls-material.ts";
export { createMetrics, type Metrics, type MetricsOptions, type ModelCallSeen } from "./metrics/index.ts";
export type { AnsweredRequest } from "./request/access-log.ts";
export type { RequestFacts } from "./request/request-facts.ts";
