import {
  ZodBoolean,
  ZodDefault,
  ZodEnum,
  ZodNumber,
  ZodObject,
  ZodOptional,
  ZodPrefault,
  ZodRecord,
} from "zod";
import type { FieldMeta } from "./field.ts";
import { configSchema } from "./schema.ts";

/** What a field takes, for help and for reading it from text; a `table` can stand in the file only. */
export type FieldKind = "text" | "number" | "switch" | "choice" | "table";

/** One leaf of the configuration schema, with all that is known of it. */
export interface ConfigField extends FieldMeta {
  /** Path in the file, dotted: `run.max_rounds`. */
  readonly key: string;
  readonly kind: FieldKind;
  /** The allowed words of a `choice`. */
  readonly choices: readonly string[];
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  /** Undefined where nothing holds unless set; `unset` then says what happens. */
  readonly defaultValue: unknown;
}

/** All settings, in the order of the schema: the one source of help, reference page and `.env.example`. */
export function configFields(): ConfigField[] {
  return collect(configSchema, []);
}

function collect(schema: unknown, path: readonly string[]): ConfigField[] {
  const { core, defaultValue } = unwrap(schema);
  if (core instanceof ZodObject && defaultValue === undefined) {
    return Object.entries(core.shape).flatMap(([name, child]) => collect(child, [...path, name]));
  }
  return [describeLeaf(schema, core, defaultValue, path.join("."))];
}

function describeLeaf(schema: unknown, core: unknown, defaultValue: unknown, key: string): ConfigField {
  const meta = metaOf(schema);
  const [minimum, maximum] = core instanceof ZodNumber ? [core.minValue, core.maxValue] : [null, null];
  return {
    ...meta,
    key,
    kind: meta.table ? "table" : kindOf(core),
    choices: core instanceof ZodEnum ? core.options.map(String) : [],
    minimum: realBound(minimum),
    maximum: realBound(maximum),
    defaultValue,
  };
}

function kindOf(core: unknown): FieldKind {
  if (core instanceof ZodNumber) return "number";
  if (core instanceof ZodBoolean) return "switch";
  if (core instanceof ZodEnum) return "choice";
  return core instanceof ZodRecord ? "table" : "text";
}

/** Whole numbers carry the range of safe integers as their bounds; that tells nobody anything. */
function realBound(bound: number | null): number | undefined {
  return bound === null || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? undefined : bound;
}

function unwrap(schema: unknown): { core: unknown; defaultValue: unknown } {
  let core = schema;
  let defaultValue: unknown;
  while (core instanceof ZodDefault || core instanceof ZodPrefault || core instanceof ZodOptional) {
    if (core instanceof ZodDefault) defaultValue = core.def.defaultValue;
    core = core.unwrap();
  }
  return { core, defaultValue };
}

function metaOf(schema: unknown): FieldMeta {
  const meta: unknown =
    schema instanceof ZodDefault || schema instanceof ZodOptional ? schema.meta() : undefined;
  if (!isFieldMeta(meta)) throw new TypeError("A leaf of the configuration schema has no description.");
  return meta;
}

function isFieldMeta(meta: unknown): meta is FieldMeta {
  return typeof meta === "object" && meta !== null && "description" in meta;
}
