import { EgressForbiddenError } from "#egress";
import type { JsonObject, StoredTask } from "#engine";
import { AppError } from "#kernel";
import { type Correlation, type RunMetadata, runMetadataSchema, type Side, type SkillId } from "#minions";
import { InvalidMetadataError, type MetadataFault, resolveRun } from "../../resolve-run.ts";
import type { RuntimeParts } from "../../runtime-parts.ts";

/** What the options of a message ask for, checked against what this server can do. */
export type TaskRequestReading =
  | {
      readonly kind: "ok";
      /** The options that were named, by their names; a follow-up's are laid over them. */
      readonly request: JsonObject;
      readonly timeoutMs: number;
      /** What the caller must be allowed to. */
      readonly scope: string;
    }
  /** `forbidden`: well-formed, and against the egress policy of the caller's tenant. */
  | {
      readonly kind: "invalid" | "forbidden";
      readonly violations: readonly { readonly field: string; readonly description: string }[];
    };

const OPTION_NAMES: ReadonlySet<string> = new Set(Object.keys(runMetadataSchema.shape));

/** What a caller must be allowed to for each skill. */
export const SCOPE_OF_SKILL = {
  minion_query: "minion:query",
  minions_query: "minions:query",
} as const satisfies Record<SkillId, string>;

/** Checks the options of a run; an unknown one is a fault, since it is most likely a slip. All faults are told at once. */
export function readTaskRequest(
  options: JsonObject,
  parts: RuntimeParts,
  tenant: string,
): TaskRequestReading {
  const known = Object.fromEntries(Object.entries(options).filter(([name]) => OPTION_NAMES.has(name)));
  const named = known as RunMetadata; // Checked by what follows.
  const faults = [...unknownOptions(options), ...filesNamed(named, parts)];
  try {
    const { options: resolved } = resolveRun(named, parts, tenant);
    if (faults.length > 0) return invalid(faults);
    const { skill_id: skill, timeout } = resolved;
    return { kind: "ok", request: options, timeoutMs: timeout * 1_000, scope: SCOPE_OF_SKILL[skill] };
  } catch (error) {
    if (error instanceof InvalidMetadataError) return invalid([...faults, ...error.faults]);
    if (error instanceof EgressForbiddenError) {
      const { field, problem } = error;
      if (faults.length > 0) return invalid([...faults, { field, problem }]);
      return { kind: "forbidden", violations: [{ field, description: problem }] };
    }
    if (!(error instanceof AppError)) throw error;
    return invalid([...faults, { field: modelField(named), problem: error.message }]);
  }
}

function unknownOptions(options: JsonObject): MetadataFault[] {
  return Object.keys(options)
    .filter((name) => !OPTION_NAMES.has(name))
    .map((field) => ({ field, problem: `is no option. Options are ${[...OPTION_NAMES].join(", ")}.` }));
}

function invalid(faults: readonly MetadataFault[]): TaskRequestReading {
  const violations = faults.map(({ field, problem }) => ({ field, description: problem }));
  return { kind: "invalid", violations };
}

/** Where a model could not be opened, the option that most likely named it. */
function modelField(named: RunMetadata): string {
  const names = ["remote_provider", "remote_model", "local_provider", "local_model"] as const;
  return names.find((name) => named[name] !== undefined) ?? "skill_id";
}

/** The options that a task was asked with. What else is in its request is not ours. */
export function metadataOfTask({ request }: Pick<StoredTask, "request">): RunMetadata {
  const options = Object.entries(request).filter(([key]) => OPTION_NAMES.has(key));
  return Object.fromEntries(options) as RunMetadata;
}

/** By which request of its client the task came or was last continued; its transport keeps that beside the options. */
export function correlationOfTask({ request }: Pick<StoredTask, "request">): Correlation {
  const { requestId, traceParent } = request;
  return {
    ...(typeof requestId === "string" ? { requestId } : {}),
    ...(typeof traceParent === "string" ? { traceParent } : {}),
  };
}

/** Whose policy holds for a task: its owner's own tenant, never the route that a request chose below it. */
export function policyTenantOf({ tenant }: Pick<StoredTask, "tenant">): string {
  return decodeURIComponent(tenant.split("/", 1)[0] ?? "");
}

/** A link of a model chain that is a file. */
const NAMES_FILE = /(?:^|,)\s*llama-cpp\//i;

/** A client may not open files of this machine by naming them as models; those that the server itself names are fine. */
function filesNamed(named: RunMetadata, { config }: RuntimeParts): MetadataFault[] {
  const sides: readonly Side[] = ["local", "remote"];
  return sides.flatMap((side) => {
    const reference = `${named[`${side}_provider`] ?? ""}/${named[`${side}_model`] ?? ""}`;
    const isConfigured = reference === config.models[side];
    if (!NAMES_FILE.test(reference) || isConfigured) return [];
    const problem = "is a file of the server, which only its own configuration may name";
    return [{ field: `${side}_model`, problem }];
  });
}
