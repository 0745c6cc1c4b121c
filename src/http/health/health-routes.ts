import type { FastifyInstance, FastifyReply } from "fastify";
import type { Clock } from "#kernel";
import type { Watchers } from "../request/watchers.ts";
import type { ComponentHealth, HealthSource } from "./health.ts";

export interface HealthRouteDeps {
  readonly health: HealthSource;
  readonly clock: Clock;
  /** True from the moment on that the server wants no new work. */
  readonly isDraining: () => boolean;
  /** Who is told more than whether the server does its work. */
  readonly watchers: Watchers;
}

/** `/livez`, `/readyz` and `/health`: for orchestrators, load balancers and people. Open to all, and so they tell little. */
export function registerHealth(server: FastifyInstance, deps: HealthRouteDeps): void {
  server.get("/livez", route("livez"), async (_request, reply) => text(reply, 200, "ok\n"));
  server.get("/readyz", route("readyz"), async (request, reply) => {
    const components = await seen(deps);
    const draining = deps.isDraining();
    const ready = !draining && components.every(canWork);
    const status = ready ? 200 : 503;
    if (!isVerbose(request.query) || !(await deps.watchers.maySee(request))) {
      return text(reply, status, ready ? "ok\n" : "not ready\n");
    }
    const lines = components.map(({ name, state }) => `[${state}] ${name}`);
    const verdict = ready ? "ready" : draining ? "not ready: shutting down" : "not ready";
    return text(reply, status, [...lines, verdict, ""].join("\n"));
  });
  server.get("/health", route("health"), async (request, reply) => {
    const components = await seen(deps);
    const up = components.every(canWork);
    const told = {
      status: statusOf(components, deps.isDraining()),
      service: "a2a-minions",
      timestamp: new Date(deps.clock.now()).toISOString(),
    };
    reply.code(up ? 200 : 503).header("cache-control", "no-store");
    if (!(await deps.watchers.maySee(request))) return reply.send(told);
    const tasks = up ? await deps.health.storedTasks().catch(() => undefined) : undefined;
    return reply.send({
      ...told,
      tasks_count: tasks ?? null,
      components: Object.fromEntries(components.map((one) => [one.name, toldOf(one)])),
    });
  });
}

const PROBE_LIMIT_MS = 5000;

function route(operation: string) {
  return { config: { operation }, exposeHeadRoute: true };
}

function seen({ health }: HealthRouteDeps): Promise<readonly ComponentHealth[]> {
  return health.components(AbortSignal.timeout(PROBE_LIMIT_MS));
}

function canWork({ state, required }: ComponentHealth): boolean {
  return state !== "down" || !required;
}

/** "healthy" is the reference's word. */
function statusOf(components: readonly ComponentHealth[], draining: boolean): string {
  if (!components.every(canWork)) return "unhealthy";
  if (draining) return "draining";
  return components.every(({ state }) => state === "ok") ? "healthy" : "degraded";
}

function toldOf({ state, message, checkedAt }: ComponentHealth): object {
  return {
    state,
    ...(message === undefined ? {} : { message }),
    ...(checkedAt === undefined ? {} : { checkedAt: new Date(checkedAt).toISOString() }),
  };
}

function isVerbose(query: unknown): boolean {
  if (typeof query !== "object" || query === null || !("verbose" in query)) return false;
  return query.verbose !== "false" && query.verbose !== "0";
}

function text(reply: FastifyReply, status: number, body: string): FastifyReply {
  return reply.code(status).header("cache-control", "no-store").type("text/plain; charset=utf-8").send(body);
}
