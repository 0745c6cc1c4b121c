import type { JsonObject, StoredTask } from "#engine";
import { AppError } from "#kernel";
import { type RunMetadata, runMetadataSchema, type Side, type SkillId } from "#minions";
import { InvalidMetadataError, type MetadataFault, resolveRun } from "../../resolve-run.ts";
import type { RuntimeParts } from "../../runtime.ts";

/** What a request's metadata asks for, checked against what this server can do. */
export type TaskRequestReading =
  | {
      readonly kind: "accepted";
      /** The options that were named, by their names; a follow-up's are laid over them. */
      readonly request: JsonObject;
      readonly skill: SkillId;
      readonly timeoutMs: number;
    }
  | { readonly kind: "refused"; readonly faults: readonly MetadataFault[] };

const OPTION_NAMES: ReadonlySet<string> = new Set(Object.keys(runMetadataSchema.shape));

/**
 * Reads the options out of the metadata of a message. Keys that are addresses belong to extensions and are not ours; any
 * other key that is no option is a fault, since it is most likely a slip.
 */
export function readTaskRequest(metadata: JsonObject, parts: RuntimeParts): TaskRequestReading {
  const named = Object.fromEntries(Object.entries(metadata).filter(([key]) => !key.includes(":")));
  try {
    const { options } = resolveRun(named as RunMetadata, parts);
    const forbidden = filesNamed(named as RunMetadata, parts);
    if (forbidden.length > 0) return { kind: "refused", faults: forbidden };
    return { kind: "accepted", request: named, skill: options.skill_id, timeoutMs: options.timeout * 1_000 };
  } catch (error) {
    if (error instanceof InvalidMetadataError) return { kind: "refused", faults: error.faults };
    if (error instanceof AppError) {
      return { kind: "refused", faults: [{ field: "metadata", problem: error.message }] };
    }
    throw error;
  }
}

/** The options that a task was asked with. What else is in its request is not ours. */
export function metadataOfTask({ request }: Pick<StoredTask, "request">): RunMetadata {
  const options = Object.entries(request).filter(([key]) => OPTION_NAMES.has(key));
  return Object.fromEntries(options) as RunMetadata;
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
