import { randomUUID } from "node:crypto";
import {
  type A2AHandler,
  createA2AHandler,
  DEFAULT_MESSAGE_LIMITS,
  type ReportFault,
  RUN_OPTIONS_EXTENSION,
} from "#a2a";
import {
  type AccessStores,
  type Authenticator,
  createAuthenticatorChain,
  createOpenAuthenticator,
} from "#auth";
import type { Config } from "#config";
import { createEarlierClients } from "#dialects";
import type { Engine, Stores } from "#engine";
import {
  type ComponentHealth,
  createHealth,
  createHttpServer,
  type HttpServer,
  type Metrics,
  type TlsMaterial,
} from "#http";
import type { RuntimeParts } from "../../runtime-parts.ts";
import { openTokens } from "../access/open-tokens.ts";
import { auditedHandler } from "../audit/audited-calls.ts";
import type { ServerAudit } from "../audit/server-audit.ts";
import { callerCard } from "../cards/caller-card.ts";
import { ServerCards } from "../cards/server-cards.ts";
import { auditedReading } from "../egress/audited-reading.ts";
import type { Limits } from "../limits/open-limits.ts";
import { faultOf } from "../observing/log-engine.ts";
import { rememberReadings } from "../request/remembered-readings.ts";
import { readTaskRequest, SCOPE_OF_SKILL } from "../request/task-request.ts";
import { isLoopback } from "./addresses.ts";
import { openDocumentFetcher } from "./document-fetcher.ts";
import { httpLimits, networkSettings } from "./network-settings.ts";

export interface HttpParts {
  readonly parts: RuntimeParts;
  readonly version: string;
  /** Absent: plain HTTP. */
  readonly tls: TlsMaterial | undefined;
  readonly stores: Stores;
  readonly access: AccessStores;
  /** Takes API keys. */
  readonly keyAuthenticator: Authenticator;
  readonly metrics: Metrics;
  readonly engine: Engine;
  readonly audit: ServerAudit;
  readonly limits: Omit<Limits, "admit" | "budgets">;
  /** Queue and providers, as they were last seen. */
  readonly others: () => readonly ComponentHealth[];
}

/** A2A over HTTP, for clients of today and of earlier versions. Nothing listens yet; the cards want their address. */
export async function openHttp(
  deps: HttpParts,
): Promise<{ readonly http: HttpServer; readonly cards: ServerCards }> {
  const { parts, stores, metrics } = deps;
  const { config, log, clock } = parts;
  const { auth } = config.server;
  const fetchesUrls = config.server.urlParts.allowed;
  const baseUrl = (): string => cards.baseUrl;
  const tokens = await openTokens({ parts, access: deps.access, baseUrl, audit: deps.audit });
  const ways = { ...tokens, authenticates: auth };
  const cards = new ServerCards({ version: deps.version, ways, fetchesUrls, clock });
  const reportFault: ReportFault = (error) => {
    const logId = randomUUID();
    log.error({ logId, err: faultOf(error) }, "fault");
    return logId;
  };
  const handler = openHandler(deps, cards, reportFault);
  const findMessage = stores.tasks.findMessage.bind(stores.tasks);
  const earlier = createEarlierClients({ handler, findMessage, newId: randomUUID, reportFault });
  cards.legacyCard = earlier.legacyCard;
  const http = createHttpServer({
    handler,
    card: (version) => cards.served(version),
    authenticator: auth
      ? createAuthenticatorChain(deps.keyAuthenticator, tokens.verifier)
      : createOpenAuthenticator(),
    metrics,
    health: createHealth({
      ping: (signal) => stores.ping(signal),
      countByState: () => stores.tasks.countByState(),
      others: deps.others,
      onStoreDown: (error) => log.error({ err: faultOf(error) }, "the store does not answer"),
    }),
    log,
    clock,
    newId: randomUUID,
    limits: httpLimits(config),
    network: networkSettings(config, deps.tls),
    earlier,
    onAnswered: deps.audit.onAnswered,
    watchersAreKnown: auth && !isOpenToWatch(config),
    ...(auth && tokens.oauth !== undefined ? { oauth: { oauth: tokens.oauth, baseUrl } } : {}),
    requestLimits: deps.limits.requestLimits,
    failedLogins: deps.limits.failedLogins,
  });
  return { http, cards };
}

function openHandler(
  { engine, stores, parts, limits, audit }: HttpParts,
  { card }: ServerCards,
  reportFault: ReportFault,
): A2AHandler {
  const { config, log } = parts;
  const read = rememberReadings((options, tenant) => readTaskRequest(options, parts, tenant));
  const handler = createA2AHandler({
    engine,
    documents: stores.documents,
    card,
    extendedCard: (principal) => callerCard({ card, parts, ...limits }, principal),
    limits: { ...DEFAULT_MESSAGE_LIMITS, maxFileBytes: config.documents.maxBytes },
    readOptions: auditedReading((options, { tenant }) => read(options, tenant), audit),
    sendScopes: Object.values(SCOPE_OF_SKILL),
    optionsExtension: RUN_OPTIONS_EXTENSION,
    ...(config.server.urlParts.allowed ? { fetchUrl: openDocumentFetcher(config, log) } : {}),
    reportFault,
  });
  return auditedHandler(handler, audit);
}

/** A server that listens for this machine alone may still be reached by others, by a proxy: its settings say so. */
function isOpenToWatch({ server, auth }: Config): boolean {
  if (auth.monitoring !== undefined) return auth.monitoring === "open";
  if (server.trustedProxies !== undefined) return false;
  const hosts = [server.host, ...(server.baseUrl === undefined ? [] : [new URL(server.baseUrl).hostname])];
  return hosts.every(isLoopback);
}
