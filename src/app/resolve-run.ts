import { problemText } from "#config";
import { chooseModels, EgressForbiddenError, type EgressPolicy, type ModelChoice, policyOf } from "#egress";
import { AppError } from "#kernel";
import { type Model, type RunMetadata, type RunOptions, runMetadataSchema, type Side } from "#minions";
import { destinationsOf, findProvider } from "#models";
import { providerSettings } from "./provider-settings.ts";
import type { RuntimeParts } from "./runtime-parts.ts";

export interface MetadataFault {
  /** The option, as metadata spells it. */
  readonly field: string;
  /** What is wrong with the value given, and what is allowed. */
  readonly problem: string;
}

/** Options of a request are out of range, unknown or contradict each other; all faults are listed at once. */
export class InvalidMetadataError extends AppError<"invalid-metadata"> {
  readonly code = "invalid-metadata";
  readonly faults: readonly MetadataFault[];

  constructor(faults: readonly MetadataFault[]) {
    const lines = faults.map((fault) => `  ${fault.field}: ${fault.problem}`);
    super(["The options of the request cannot be used:", ...lines].join("\n"));
    this.faults = faults;
  }
}

/** The options and the models that hold for one run, as the tenant's egress policy has it. */
export interface ResolvedRun {
  readonly options: RunOptions;
  readonly local: Model;
  readonly remote: Model;
  /** Takes the remote side's place; only there where the policy has it stand in at all. */
  readonly standIn?: Model;
  readonly policy: EgressPolicy;
  readonly choice: ModelChoice;
}

/**
 * What a request asks for, over what is configured, over the defaults; all of it within the policy of the tenant.
 *
 * @throws InvalidMetadataError, EgressForbiddenError, and what opening a model throws.
 */
export function resolveRun(metadata: RunMetadata, parts: RuntimeParts, tenant = ""): ResolvedRun {
  const { config, registry } = parts;
  const policy = policyOf(config.egress, tenant);
  const options = withinPolicy(optionsOf(metadata, parts), metadata, policy);
  const settings = providerSettings(config);
  const choice = chooseModels(
    {
      asked: definedSides((side) => namedModel(side, options)),
      configured: config.models,
      localOnly: options.local_only,
    },
    {
      policy,
      homeHosts: config.egress.homeHosts,
      destinationsOf: (reference) => destinationsOf(reference, settings),
    },
  );
  const remote = registry.open(choice.remote);
  return {
    options,
    policy,
    choice,
    local: registry.open(choice.local),
    remote: choice.standsIn ? plansOnly(remote) : remote,
    ...(mayStandIn(policy) ? { standIn: plansOnly(registry.open(choice.standIn)) } : {}),
  };
}

function optionsOf(metadata: RunMetadata, { config }: RuntimeParts): RunOptions {
  const parsed = runMetadataSchema.safeParse({ ...config.run, ...withoutUndefined(metadata) });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const field = String(issue.path[0] ?? "metadata");
    return { field, problem: problemText(issue, valueAt(metadata, field)) };
  });
  throw new InvalidMetadataError(faults);
}

/** A default gives way to the policy; what a request itself says against it is refused. */
function withinPolicy(options: RunOptions, asked: RunMetadata, policy: EgressPolicy): RunOptions {
  if (policy.privacy !== "forced") return options;
  if (asked.privacy_mode === false) {
    throw new EgressForbiddenError(
      "privacy_mode",
      "every run is in privacy mode here; leave the option out.",
    );
  }
  return { ...options, privacy_mode: true };
}

function definedSides(find: (side: Side) => string | undefined): Partial<Record<Side, string>> {
  const [local, remote] = [find("local"), find("remote")];
  return { ...(local === undefined ? {} : { local }), ...(remote === undefined ? {} : { remote }) };
}

/** The model that a request names by provider, name or both. */
function namedModel(side: Side, options: RunOptions): string | undefined {
  const provider = options[`${side}_provider`];
  const model = options[`${side}_model`];
  if (provider === undefined && model === undefined) return undefined;
  const usualProvider = side === "local" ? "ollama" : "openai";
  const chosen = provider ?? usualProvider;
  const chosenModel = model ?? findProvider(chosen)?.defaultModel;
  if (chosenModel !== undefined) return `${chosen}/${chosenModel}`;
  throw new InvalidMetadataError([
    { field: `${side}_model`, problem: `must be named, since ${chosen} has no model of its own choice` },
  ]);
}

function mayStandIn({ remote, onReject, onRemoteDown }: EgressPolicy): boolean {
  return onRemoteDown === "local-only" || (remote === "approval" && onReject === "local-only");
}

/** A small model that supervises for want of a large one is spared from writing code. */
function plansOnly(model: Model): Model {
  return {
    ref: model.ref,
    inProcess: model.inProcess,
    profile: async (signal) => ({ ...(await model.profile(signal)), writesCode: false }),
    generate: (request, signal) => model.generate(request, signal),
    embed: (inputs, signal) => model.embed(inputs, signal),
  };
}

function withoutUndefined(metadata: RunMetadata): RunMetadata {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined));
}

function valueAt(metadata: RunMetadata, field: string): unknown {
  return Object.entries(metadata).find(([name]) => name === field)?.[1];
}
