import { problemText } from "#config";
import { AppError } from "#kernel";
import { type Model, type RunMetadata, type RunOptions, runMetadataSchema, type Side } from "#minions";
import { findProvider } from "#models";
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

/** The options and the models that hold for one run. */
export interface ResolvedRun {
  readonly options: RunOptions;
  readonly local: Model;
  readonly remote: Model;
}

/** What stands in on a side for which nobody named a model. */
export const EMBEDDED_ENGINE = "embedded/extractive";

/**
 * What a request asks for, over what is configured, over the defaults.
 *
 * @throws InvalidMetadataError, and what opening a model throws.
 */
export function resolveRun(metadata: RunMetadata, parts: RuntimeParts): ResolvedRun {
  const parsed = runMetadataSchema.safeParse({ ...parts.config.run, ...withoutUndefined(metadata) });
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => {
      const field = String(issue.path[0] ?? "metadata");
      return { field, problem: problemText(issue, valueAt(metadata, field)) };
    });
    throw new InvalidMetadataError(faults);
  }
  const options = parsed.data;
  const open = (side: Side): Model => parts.registry.open(modelReference(side, options, parts));
  return { options, local: open("local"), remote: open("remote") };
}

function modelReference(side: Side, options: RunOptions, { config }: RuntimeParts): string {
  const provider = options[`${side}_provider`];
  const model = options[`${side}_model`];
  if (provider === undefined && model === undefined) return config.models[side] ?? EMBEDDED_ENGINE;
  const usualProvider = side === "local" ? "ollama" : "openai";
  const chosen = provider ?? usualProvider;
  const chosenModel = model ?? findProvider(chosen)?.defaultModel;
  if (chosenModel !== undefined) return `${chosen}/${chosenModel}`;
  throw new InvalidMetadataError([
    { field: `${side}_model`, problem: `must be named, since ${chosen} has no model of its own choice` },
  ]);
}

function withoutUndefined(metadata: RunMetadata): RunMetadata {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined));
}

function valueAt(metadata: RunMetadata, field: string): unknown {
  return Object.entries(metadata).find(([name]) => name === field)?.[1];
}
