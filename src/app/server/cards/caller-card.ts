import type { AgentCard } from "@a2a-js/sdk";
import { hasScope, type Principal } from "#a2a";
import type { Config } from "#config";
import { mayUseProvider, policyOf } from "#egress";
import type { JsonObject } from "#engine";
import { AppError } from "#kernel";
import type { TierBook } from "#limits";
import { PROVIDER_TABLE } from "#models";
import { resolveRun } from "../../resolve-run.ts";
import type { RuntimeParts } from "../../runtime-parts.ts";
import type { Allowance, LimitsOf } from "../limits/limits-of.ts";
import { SCOPE_OF_SKILL } from "../request/task-request.ts";
import { toJson } from "../to-json.ts";

/** Under this URI the extended card tells a caller what holds for them. A breaking change gets another URI. */
export const CALLER_EXTENSION = "https://a2a-minions.dev/extensions/caller/v1";

export interface CallerCardDeps {
  readonly card: AgentCard;
  readonly parts: RuntimeParts;
  readonly tiers: Pick<TierBook, "find">;
  readonly limitsOf: LimitsOf;
}

/** The card for a caller who is known: the skills that they may use, their limits, models and options. */
export async function callerCard(deps: CallerCardDeps, principal: Principal): Promise<AgentCard> {
  const { card } = deps;
  const { capabilities } = card;
  const facts = await callerFacts(deps, principal);
  return {
    ...card,
    skills: card.skills.filter(({ id }) => mayUseSkill(principal, id)),
    capabilities: capabilities && {
      ...capabilities,
      extensions: [
        ...capabilities.extensions,
        {
          uri: CALLER_EXTENSION,
          description:
            "What holds for the caller: scopes, limits, models, providers, and the options of a run.",
          required: false,
          params: { ...facts },
        },
      ],
    },
  };
}

function mayUseSkill(principal: Principal, skill: string): boolean {
  const scope = new Map<string, string>(Object.entries(SCOPE_OF_SKILL)).get(skill);
  return scope !== undefined && hasScope(principal, scope);
}

async function callerFacts(
  { parts, tiers, limitsOf }: Omit<CallerCardDeps, "card">,
  principal: Principal,
): Promise<JsonObject> {
  const { name, tier } = tiers.find(principal.tier);
  const { config } = parts;
  const policy = policyOf(config.egress, principal.tenant);
  return toJson({
    owner: principal.owner,
    tenant: principal.tenant,
    scopes: [...principal.scopes].toSorted(),
    limits: { tier: name, ...tier, left: leftOf(await limitsOf(principal)) },
    ...runFacts(parts, principal.tenant),
    providers: PROVIDER_TABLE.map(({ id, keyRequired }) => ({ id, keyRequired }))
      .concat(Object.keys(config.endpoints).map((id) => ({ id, keyRequired: false })))
      .filter((provider) => isSetUp(provider, config) && mayUseProvider(policy, provider.id))
      .map(({ id }) => id),
    clientsMayNameModels: policy.allowClientModels,
    remote: policy.remote,
  });
}

/** What is left of the numbers that go down, by scope. */
function leftOf({ scopes }: Allowance): object {
  return Object.fromEntries(
    scopes.map(({ scope, concurrentTasksLeft, remoteTokensLeft, costLeft }) => [
      scope,
      { concurrentTasks: concurrentTasksLeft, remoteTokensPerDay: remoteTokensLeft, costPerDay: costLeft },
    ]),
  );
}

/** The models and options of a run that names none. A set-up that cannot run has neither, and tasks will say why. */
function runFacts(parts: RuntimeParts, tenant: string): object {
  try {
    const { choice, options } = resolveRun({}, parts, tenant);
    return { models: { local: choice.local, remote: choice.remote }, defaults: options };
  } catch (error) {
    if (error instanceof AppError) return {};
    throw error;
  }
}

function isSetUp(
  { id, keyRequired }: { readonly id: string; readonly keyRequired: boolean },
  { providers }: Config,
): boolean {
  if (!keyRequired) return true;
  const settings = new Map<string, { readonly apiKey?: unknown }>(Object.entries(providers)).get(id);
  return settings?.apiKey !== undefined;
}
