import type { Server } from "node:http";
import type { Socket } from "node:net";
import { type FastifyInstance, fastify } from "fastify";
import type { A2AHandler } from "#a2a";
import type { Authenticator } from "#auth";
import type { EarlierClients } from "#dialects";
import type { Clock } from "#kernel";
import type { FailedLogins, RequestLimits } from "#limits";
import type { BindingDeps, ReportRequestFault } from "./a2a/binding-deps.ts";
import { failureAnswer } from "./a2a/failure-answer.ts";
import { sendProblem } from "./answers/problem.ts";
import { TurnEnd } from "./answers/turn-end.ts";
import { type CardSource, registerCard } from "./card/card-route.ts";
import { registerDialectRoutes } from "./earlier/dialect-routes.ts";
import { RouteNotFoundError } from "./errors.ts";
import { addressMatcher } from "./gate/address-matcher.ts";
import { Connections } from "./gate/connections.ts";
import { allowOrigins } from "./gate/cors.ts";
import { guardRequests } from "./gate/guard-requests.ts";
import type { HealthSource } from "./health/health.ts";
import { registerHealth } from "./health/health-routes.ts";
import { faultOf, type HttpLog } from "./http-log.ts";
import { DEFAULT_HTTP_LIMITS, type HttpLimits } from "./limits.ts";
import { createListener, renewContext } from "./listening/create-listener.ts";
import type { TlsMaterial } from "./listening/tls-material.ts";
import { refuseAddress, refuseLine } from "./listening/unreadable-request.ts";
import type { Metrics } from "./metrics/index.ts";
import { registerMetrics } from "./metrics/metrics-route.ts";
import { type OAuthRouteDeps, registerOAuth } from "./oauth/oauth-routes.ts";
import { type AnsweredRequest, keepAccessLog } from "./request/access-log.ts";
import { requireAuthentication } from "./request/authentication.ts";
import { acceptJsonBodies } from "./request/json-body.ts";
import { limitRequests } from "./request/limit-requests.ts";
import { ANY_WATCHER, knownWatchers } from "./request/watchers.ts";
import { registerRest } from "./rest/rest-plugin.ts";
import { registerRpc } from "./rpc/rpc-plugin.ts";
import { OpenStreams } from "./sse/open-streams.ts";

/** More routes: of dialects, of a console. */
export type Routes = (server: FastifyInstance) => void;

export interface HttpServerDeps {
  readonly handler: A2AHandler;
  readonly card: CardSource;
  readonly authenticator: Authenticator;
  readonly metrics: Metrics;
  readonly health: HealthSource;
  readonly log: HttpLog;
  readonly clock: Clock;
  /** Ids of requests and of faults in the log. */
  readonly newId: () => string;
  /** Counts the requests of those who are known; absent, they may send any number. */
  readonly requestLimits?: RequestLimits;
  /** Counts credentials that are worth nothing; absent, any number may be tried. */
  readonly failedLogins?: FailedLogins;
  /** What is left out is as {@link DEFAULT_HTTP_LIMITS} has it. */
  readonly limits?: Partial<HttpLimits>;
  /** Clients of A2A 0.3 and of the reference; absent, only 1.0 is spoken. */
  readonly earlier?: Pick<EarlierClients, "rpc" | "routes">;
  /** Absent: plain HTTP, no proxy is trusted, and no page of another origin may ask. */
  readonly network?: NetworkSettings;
  /** True: strangers are told only that the server lives and takes requests, and no metrics. */
  readonly watchersAreKnown?: boolean;
  /** Told of every request once it is answered. Must neither throw nor wait. */
  readonly onAnswered?: (request: AnsweredRequest) => void;
  /** Gives out tokens; absent, there are no such routes. */
  readonly oauth?: Pick<OAuthRouteDeps, "oauth" | "baseUrl">;
  /** Routes that everybody may use. */
  readonly openRoutes?: readonly Routes[];
  /** Routes behind authentication; `request.facts.principal` is set there. */
  readonly ownRoutes?: readonly Routes[];
}

/** Who stands between clients and this server, and how lines to it are made. */
export interface NetworkSettings {
  readonly tls?: TlsMaterial;
  /** Origins whose pages may ask from browsers; `*` is all of them. */
  readonly corsOrigins?: readonly string[];
  /** Addresses and CIDR ranges of proxies whose `X-Forwarded-` headers are believed. */
  readonly trustedProxies?: readonly string[];
}

/** A server that can be asked in process (`inject`) or listened with. Dispose it to close it. */
export interface HttpServer extends AsyncDisposable {
  readonly fastify: FastifyInstance;
  /** Listens, and gives the address, for example `http://127.0.0.1:8000`. Port 0 takes a free one. */
  listen(where: { readonly host: string; readonly port: number }): Promise<string>;
  /** Takes new lines with another certificate; those that are open stay as they are. Does nothing on plain HTTP. */
  renewTls(material: TlsMaterial): void;
  /** Tells load balancers by `/readyz` to send nothing new; what comes is answered still. */
  drain(): void;
  /** Takes no more, ends the streams with a farewell (their tasks go on), and waits for what is being answered. */
  close(): Promise<void>;
}

/** A2A over HTTP: both bindings, the card, health and metrics. Opens no port before `listen`. */
export function createHttpServer(deps: HttpServerDeps): HttpServer {
  const limits: HttpLimits = { ...DEFAULT_HTTP_LIMITS, ...deps.limits };
  const { corsOrigins = [] } = deps.network ?? {};
  const { server, connections, listeners } = openFastify(limits, deps);
  const streams = new OpenStreams(limits.maxStreams);
  let draining = false;
  const report = reportTo(deps);
  keepAccessLog(server, deps);
  guardRequests(server, { limits, connections });
  allowOrigins(server, corsOrigins);
  acceptJsonBodies(server, limits);
  answerProblems(server, { limits, report });
  const { health } = deps;
  const watchers = deps.watchersAreKnown ? knownWatchers(deps.authenticator, deps.failedLogins) : ANY_WATCHER;
  registerHealth(server, { health, clock: deps.clock, isDraining: () => draining, watchers });
  registerMetrics(server, { metrics: deps.metrics, health, watchers });
  registerCard(server, deps.card);
  const { oauth, authenticator, failedLogins } = deps;
  if (oauth !== undefined) {
    scoped(server, (scope) =>
      registerOAuth(scope, { ...oauth, limits, report, authenticator, failedLogins }),
    );
  }
  for (const own of deps.openRoutes ?? []) scoped(server, own);
  const { handler, clock, metrics } = deps;
  const turnEnd = new TurnEnd();
  const binding = { handler, limits, report, turnEnd, streaming: { streams, limits, metrics, clock } };
  const authenticated = (routes: Routes) =>
    scoped(server, (scope) => {
      requireAuthentication(scope, deps.authenticator, metrics, deps.failedLogins);
      if (deps.requestLimits !== undefined) limitRequests(scope, deps.requestLimits);
      routes(scope);
    });
  const { rpc: dialects, routes } = deps.earlier ?? { rpc: [], routes: [] };
  const [closed, open] = [true, false].map((kind) => routes.filter((one) => one.authenticated === kind));
  authenticated((scope) => registerRpc(scope, { ...binding, dialects }));
  authenticated((scope) => registerRest(scope, binding));
  authenticated((scope) => registerDialectRoutes(scope, closed ?? [], binding));
  scoped(server, (scope) => registerDialectRoutes(scope, open ?? [], binding));
  for (const own of deps.ownRoutes ?? []) authenticated(own);
  const close = async (): Promise<void> => {
    draining = true;
    streams.closeAll();
    await closeWithin(server, limits.closeGraceMs);
    connections[Symbol.dispose]();
  };
  return {
    fastify: server,
    listen: (where) => server.listen({ ...where }),
    renewTls: (material) => {
      for (const listener of listeners) renewContext(listener, material);
    },
    drain: () => {
      draining = true;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Waits for what is being answered, but not for ever. */
async function closeWithin(server: FastifyInstance, graceMs: number): Promise<void> {
  const cut = setTimeout(() => server.server.closeAllConnections(), graceMs);
  try {
    await server.close();
  } finally {
    clearTimeout(cut);
  }
}

interface OpenedFastify {
  readonly server: FastifyInstance;
  readonly connections: Connections;
  /** More than one where a name such as localhost has several addresses. */
  readonly listeners: readonly Server[];
}

function openFastify(limits: HttpLimits, { network = {}, clock, log }: HttpServerDeps): OpenedFastify {
  const listeners: Server[] = [];
  const isProxy = addressMatcher(network.trustedProxies ?? []);
  const endSlow = (line: Socket): void => refuseLine(line, "request-too-slow");
  const connections = new Connections({ limits, clock, log, isProxy, endSlow });
  const server = fastify({
    logger: false,
    bodyLimit: limits.maxBodyBytes,
    forceCloseConnections: "idle",
    exposeHeadRoutes: false,
    // What comes over a line in use while the server closes is answered in the protocol's own form, as ever.
    return503OnClosing: false,
    serverFactory: (handler) => {
      const listener = createListener(handler, { limits, connections, tls: network.tls });
      listeners.push(listener);
      return listener;
    },
    trustProxy: network.trustedProxies === undefined ? false : isProxy,
    clientErrorHandler: () => undefined,
    frameworkErrors: (_error, _request, reply) => {
      reply.hijack();
      refuseAddress(reply.raw);
    },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: limits.maxHeaderBytes },
    onProtoPoisoning: "error",
    onConstructorPoisoning: "error",
  });
  return { server, connections, listeners };
}

/** What no binding of A2A answers for is told as a problem. */
function answerProblems(server: FastifyInstance, deps: Pick<BindingDeps, "limits" | "report">): void {
  server.setErrorHandler((error, request, reply) =>
    sendProblem(reply, failureAnswer(error, request, deps), request.facts.requestId),
  );
  server.setNotFoundHandler(() => {
    throw new RouteNotFoundError();
  });
}

function reportTo({ log, newId }: HttpServerDeps): ReportRequestFault {
  return (error, requestId) => {
    const logId = newId();
    log.error({ logId, requestId, err: faultOf(error) }, "fault");
    return logId;
  };
}

/** Registers routes in a scope of their own, so that their hooks and error handler hold for nobody else. */
function scoped(server: FastifyInstance, routes: Routes): void {
  server.register((scope, _options, done) => {
    routes(scope);
    done();
  });
}
