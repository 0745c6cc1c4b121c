import { formatModelRef, type Side } from "#minions";
import type { Destination } from "#models";
import { EgressForbiddenError } from "./errors.ts";
import { isHome } from "./home.ts";
import { type EgressPolicy, mayUseModel } from "./policy.ts";

/** What stands in on a side for which nobody named a model. */
export const EMBEDDED_ENGINE = "embedded/extractive";

/** Why a run, or the rest of it, was answered at home alone. */
export type LocalOnlyReason = "policy" | "asked";

export interface ModelWishes {
  /** Named by the request itself, as `provider/model` or a chain of them. */
  readonly asked: Readonly<Partial<Record<Side, string>>>;
  /** Named by the configuration. */
  readonly configured: Readonly<Partial<Record<Side, string | undefined>>>;
  /** The request, or the configuration's default for it, wants nothing to leave. */
  readonly localOnly: boolean;
}

export interface ChoiceDeps {
  readonly policy: EgressPolicy;
  readonly homeHosts: readonly string[];
  readonly destinationsOf: (reference: string) => readonly Destination[];
}

/** Models that a run may use, by the policy. */
export interface ModelChoice {
  readonly local: string;
  readonly remote: string;
  /** Who takes the remote side's place when it may not or cannot answer: at home by all that is known. */
  readonly standIn: string;
  /** Where requests to the remote side may go; every one of them is shown before approval. */
  readonly recipients: readonly Recipient[];
  readonly localOnly: LocalOnlyReason | undefined;
  /** True where the supervisor is a worker or the engine, for want of a remote one. */
  readonly standsIn: boolean;
  /** What a reader of the result must know of the choice. */
  readonly notices: readonly string[];
}

export interface Recipient extends Destination {
  readonly home: boolean;
}

/** Picks the models of both sides. @throws EgressForbiddenError naming the option and the reason */
export function chooseModels(wishes: ModelWishes, deps: ChoiceDeps): ModelChoice {
  const { policy } = deps;
  const localOnly = policy.remote === "off" ? "policy" : wishes.localOnly ? "asked" : undefined;
  const local = chooseLocal(wishes, deps, localOnly);
  const atHome = local.links.filter(({ home }) => home);
  const standIn = atHome.length > 0 ? chainOf(atHome) : EMBEDDED_ENGINE;
  const remote = chooseRemote(wishes, deps, localOnly, standIn);
  return {
    local: chainOf(local.links),
    remote: chainOf(remote.links),
    standIn,
    recipients: remote.links,
    localOnly,
    standsIn: remote.standsIn,
    notices: local.notices,
  };
}

function chooseLocal(
  wishes: ModelWishes,
  deps: ChoiceDeps,
  localOnly: LocalOnlyReason | undefined,
): { readonly links: readonly Recipient[]; readonly notices: readonly string[] } {
  const side = permitted("local", wishes, deps);
  const links = side.links;
  const { documents } = deps.policy;
  if (documents === "home" || localOnly !== undefined) {
    const kept = links.filter(({ home }) => home);
    if (kept.length === links.length) return { links, notices: [] };
    if (side.named) throw new EgressForbiddenError("local_model", strayText(links, localOnly));
    const left = kept.length > 0 ? kept : linksOf(EMBEDDED_ENGINE, deps);
    return { links: left, notices: [`Documents stay at home: ${chainOf(left)} reads them.`] };
  }
  const [first] = links;
  if (documents === "named" && first?.home) {
    const kept = links.filter(({ home }) => home);
    if (kept.length === links.length) return { links, notices: [] };
    const out = chainOf(links.filter(({ home }) => !home));
    return { links: kept, notices: [`${out} was left out: a fall-back takes no documents from home.`] };
  }
  const strays = links.filter(({ home }) => !home);
  if (strays.length === 0) return { links, notices: [] };
  return { links, notices: [`The documents were read outside: the local side is ${placesOf(strays)}.`] };
}

function chooseRemote(
  wishes: ModelWishes,
  deps: ChoiceDeps,
  localOnly: LocalOnlyReason | undefined,
  standIn: string,
): { readonly links: readonly Recipient[]; readonly standsIn: boolean } {
  if (localOnly === undefined) return { links: permitted("remote", wishes, deps).links, standsIn: false };
  const reference = wishes.asked.remote ?? wishes.configured.remote;
  const links = reference === undefined ? [] : permitted("remote", wishes, deps).links;
  const kept = links.filter(({ home }) => home);
  if (wishes.asked.remote !== undefined && kept.length < links.length) {
    throw new EgressForbiddenError("remote_model", strayText(links, localOnly));
  }
  if (kept.length > 0) return { links: kept, standsIn: false };
  return { links: linksOf(standIn, deps), standsIn: true };
}

/** The links of a side that the policy lets be used. What a request names is refused whole; what is configured, thinned out. */
function permitted(
  side: Side,
  { asked, configured }: ModelWishes,
  deps: ChoiceDeps,
): { readonly links: readonly Recipient[]; readonly named: boolean } {
  const { policy } = deps;
  const field = `${side}_model`;
  const own = asked[side];
  if (own !== undefined && !policy.allowClientModels) {
    throw new EgressForbiddenError(field, "models are chosen by the server here; leave the option out.");
  }
  const links = linksOf(own ?? configured[side] ?? EMBEDDED_ENGINE, deps);
  const allowed = links.filter(({ host, ref }) => host === undefined || mayUseModel(policy, ref));
  if (allowed.length === links.length || (own === undefined && allowed.length > 0)) {
    return { links: allowed, named: own !== undefined };
  }
  const out = chainOf(links.filter((link) => !allowed.includes(link)));
  throw new EgressForbiddenError(field, `${out} may not be used. ${allowedText(policy)}`);
}

function linksOf(reference: string, { destinationsOf, homeHosts }: ChoiceDeps): Recipient[] {
  return destinationsOf(reference).map((link) => ({ ...link, home: isHome(link, homeHosts) }));
}

function allowedText({ providers = [] }: EgressPolicy): string {
  const list = ["embedded", "llama-cpp", ...providers];
  return `Allowed are ${list.join(", ")}.`;
}

function strayText(links: readonly Recipient[], localOnly: LocalOnlyReason | undefined): string {
  const strays = placesOf(links.filter(({ home }) => !home));
  if (localOnly === undefined) return `${strays} is not at home, where documents must stay.`;
  const why = localOnly === "asked" ? "local_only was asked for" : "nothing may leave";
  return `${strays} is not at home, and ${why}.`;
}

function placesOf(links: readonly Recipient[]): string {
  return links.map(({ ref, host }) => `${formatModelRef(ref)}${host ? ` at ${host}` : ""}`).join(", ");
}

function chainOf(links: readonly Destination[]): string {
  return links.map(({ ref }) => formatModelRef(ref)).join(",");
}
