import type { FastifyInstance } from "fastify";
import type { HealthSource } from "../health/health.ts";
import type { Metrics } from "./create-metrics.ts";

/** `/metrics`, for Prometheus. How many tasks are kept is counted when it is asked. */
export function registerMetrics(server: FastifyInstance, metrics: Metrics, health: HealthSource): void {
  server.get("/metrics", { config: { operation: "metrics" } }, async (_request, reply) => {
    const stored = await health.storedTasks().catch(() => undefined);
    if (stored !== undefined) metrics.tasksStored(stored);
    const { contentType, body } = await metrics.scrape();
    return reply.header("content-type", contentType).header("cache-control", "no-store").send(body);
  });
}
