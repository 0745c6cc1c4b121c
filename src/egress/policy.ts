import type { ModelRef } from "#minions";

/** What may leave, where to, and who is asked before: see `egress` in the configuration. */
export interface EgressPolicy {
  readonly remote: "allowed" | "approval" | "off";
  readonly approval: "first" | "each";
  readonly onReject: "end" | "local-only";
  readonly privacy: "optional" | "forced";
  readonly documents: "named" | "home" | "anywhere";
  readonly onRemoteDown: "fail" | "local-only";
  readonly allowClientModels: boolean;
  /** `provider`, `provider/model`, or `provider/` and a prefix that ends in `*`; undefined allows all. */
  readonly providers?: readonly string[] | undefined;
}

/** A part of a policy, as a tenant has it. */
export type EgressOverride = { readonly [Rule in keyof EgressPolicy]?: EgressPolicy[Rule] | undefined };

export interface EgressSettings extends EgressPolicy {
  readonly homeHosts: readonly string[];
  readonly tenants: Readonly<Record<string, EgressOverride>>;
}

/** The policy of a tenant: its own rules over those of everybody. */
export function policyOf(settings: EgressSettings, tenant: string): EgressPolicy {
  const { homeHosts: _hosts, tenants, ...everybody } = settings;
  const own = Object.hasOwn(tenants, tenant) ? (tenants[tenant] ?? {}) : {};
  const said = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  return { ...everybody, ...said };
}

/** Whether a policy lets a model be used at all, on either side. */
export function mayUseModel({ providers }: EgressPolicy, { provider, model }: ModelRef): boolean {
  if (providers === undefined) return true;
  return providers.some((pattern) => {
    const slash = pattern.indexOf("/");
    if (slash === -1) return pattern.toLowerCase() === provider.toLowerCase();
    if (pattern.slice(0, slash).toLowerCase() !== provider.toLowerCase()) return false;
    const wanted = pattern.slice(slash + 1);
    return wanted.endsWith("*") ? model.startsWith(wanted.slice(0, -1)) : model === wanted;
  });
}

/** Whether a policy lets at least one model of a provider be used. */
export function mayUseProvider({ providers }: EgressPolicy, provider: string): boolean {
  if (providers === undefined) return true;
  return providers.some((pattern) => pattern.split("/", 1)[0]?.toLowerCase() === provider.toLowerCase());
}
