import { z } from "zod";
import { field } from "./field.ts";
import { list } from "./list-field.ts";

const model = z.string().regex(/^[a-z][a-z0-9_-]*(?:\/[^*,\s]+\*?)?$/i, {
  error: ({ input }) =>
    `${JSON.stringify(input)} must be a provider, provider/model, or provider/ and a prefix that ends in *`,
});

const host = z.string().regex(/^(?:\*\.)?[a-z0-9._-]+$|^[0-9a-f:.]+$/i, {
  error: ({ input }) => `${JSON.stringify(input)} must be a host such as gpu.example.com or *.example.com`,
});

/** What a policy may say. A tenant's own may say any part of it; the rest stays that of everybody. */
const rules = {
  remote: z.enum(["allowed", "approval", "off"]),
  approval: z.enum(["first", "each"]),
  onReject: z.enum(["end", "local-only"]),
  privacy: z.enum(["optional", "forced"]),
  documents: z.enum(["named", "home", "anywhere"]),
  onRemoteDown: z.enum(["fail", "local-only"]),
  allowClientModels: z.boolean(),
  providers: list(model),
};

/** What may leave this machine, where to, and who is asked before. Flags are not offered: a policy is no whim of a run. */
export const egressSchema = z
  .strictObject({
    remote: field(rules.remote.default("allowed"), {
      description:
        "Whether requests may leave home for the remote side: freely, once the task's owner approves what is shown, or not at all.",
      env: "MINIONS_EGRESS_REMOTE",
    }),
    approval: field(rules.approval.default("first"), {
      description:
        "With `remote: approval`: whether approving the first payload covers the rest of the task, or each is shown.",
      env: "MINIONS_EGRESS_APPROVAL",
    }),
    onReject: field(rules.onReject.default("end"), {
      description: "With `remote: approval`: what becomes of a task whose owner rejects a payload.",
      env: "MINIONS_EGRESS_ON_REJECT",
    }),
    privacy: field(rules.privacy.default("optional"), {
      description: "`forced`: every run is in privacy mode, and a request without it is refused.",
      env: "MINIONS_EGRESS_PRIVACY",
    }),
    documents: field(rules.documents.default("named"), {
      description:
        "Where documents may be read. `named`: at the local model that is named, also a hosted one; a fall-back never takes them from home. " +
        "`home`: at home alone. `anywhere`: by every model of the local side's chain.",
      env: "MINIONS_EGRESS_DOCUMENTS",
    }),
    onRemoteDown: field(rules.onRemoteDown.default("fail"), {
      description:
        "What becomes of a run whose remote side fails: it fails, or is answered at home and says so.",
      env: "MINIONS_EGRESS_ON_REMOTE_DOWN",
    }),
    allowClientModels: field(rules.allowClientModels.default(true), {
      description: "Whether requests may name models; without it, those of the configuration hold.",
      env: "MINIONS_EGRESS_ALLOW_CLIENT_MODELS",
    }),
    providers: field(rules.providers.optional(), {
      description:
        "Providers and models that may be used on either side, such as `openai`, `anthropic/claude-*` or an endpoint's name. " +
        "What runs inside this process always may.",
      env: "MINIONS_EGRESS_PROVIDERS",
      placeholder: "provider,…",
      unset: "all",
    }),
    homeHosts: field(list(host).default([]), {
      description:
        "Hosts that count as home beside this machine and private addresses, such as `gpu.example.com`. A name is not resolved.",
      env: "MINIONS_EGRESS_HOME_HOSTS",
      placeholder: "host,…",
    }),
    tenants: field(z.record(z.string().min(1), z.strictObject(rules).partial()).default({}), {
      description:
        'Policies of single tenants, laid over the one above: `{"acme": {"remote": "off", "privacy": "forced"}}`.',
    }),
  })
  .prefault({});
