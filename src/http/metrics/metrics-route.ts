import type { FastifyInstance } from "fastify";
import type { HealthSource } from "../health/health.ts";
import type { Watchers } from "../request/watchers.ts";
import type { Metrics } from "./create-metrics.ts";

export interface MetricsRouteDeps {
  readonly metrics: Metrics;
  readonly health: HealthSource;
  readonly watchers: Watchers;
}

/** `/metrics`, for Prometheus. How many tasks are kept is counted when it is asked. */
export function registerMetrics(
  server: FastifyInstance,
  { metrics, health, watchers }: MetricsRouteDeps,
): void {
  server.get("/metrics", { config: { operation: "metrics" } }, async (request, reply) => {
    await watchers.require(request, reply);
    const stored = await health.storedTasks().catch(() => undefined);
    if (stored !== undefined) metrics.tasksStored(stored);
    const { contentType, body } = await metrics.scrape();
    return reply.header("content-type", contentType).header("cache-control", "no-store").send(body);
  });
}
