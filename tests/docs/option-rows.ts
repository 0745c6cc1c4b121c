import { z } from "zod";
import { runMetadataSchema } from "#minions";

interface OptionSchema {
  readonly description: string;
  readonly type: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
}

/** The table of a run's options, from the schema that the agent card publishes. */
export function optionRows(): string[] {
  const { properties = {} } = z.toJSONSchema(runMetadataSchema, { io: "input" });
  return Object.entries(properties).map(([name, schema]) => {
    const option = schema as OptionSchema;
    const usual = option.default === undefined ? "" : `\`${String(option.default)}\``;
    return `| \`${name}\` | ${valuesOf(option)} | ${usual} | ${option.description} |`;
  });
}

function valuesOf({ type, enum: choices, minimum, maximum }: OptionSchema): string {
  if (choices !== undefined) return choices.map((choice) => `\`${choice}\``).join(", ");
  if (minimum !== undefined) return `${minimum} to ${maximum}${type === "integer" ? "" : ", also fractions"}`;
  return type === "boolean" ? "true, false" : "text";
}
