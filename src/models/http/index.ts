export { ConcurrencyLimiter } from "./concurrency-limiter.ts";
export { correlationHeaders } from "./correlation-headers.ts";
export { type FailureContext, judgeFailure } from "./judge-failure.ts";
export { type ProviderEndpoint, resolveEndpoint } from "./provider-endpoint.ts";
export { createProviderTransport, type ProviderTransport } from "./provider-transport.ts";
export { type Failure, retryAfterMs } from "./retry.ts";
export { type ModelsRuntime, systemRuntime } from "./runtime.ts";
export { scrub } from "./scrub.ts";
