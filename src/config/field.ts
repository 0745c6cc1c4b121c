import type { ZodType } from "zod";

/** What people must know of a setting, kept with its schema: help, reference page and `.env.example` are made of it. */
export interface FieldMeta {
  readonly description: string;
  /** The environment variable that sets it. */
  readonly env?: string;
  /** Other names of the same variable; the first one that is set counts. */
  readonly envAliases?: readonly string[];
  /** The command-line flag that sets it, without dashes. */
  readonly flag?: string;
  /** What a number counts, for example `seconds`. */
  readonly unit?: string;
  /** Shown in place of the value in help, for example `provider/model`. */
  readonly placeholder?: string;
  /** A secret is wrapped on reading, never printed, and can be given as a file by `<env>_FILE`. */
  readonly secret?: boolean;
  /** A relative path counts from the configuration file where the file sets it, else from the working directory. */
  readonly path?: boolean;
  /** Several paths, in text with commas between; each counts as one does. */
  readonly paths?: boolean;
  /** A list or an object that can stand in the file only. */
  readonly table?: boolean;
  /** What holds where nothing is set, said in words, for settings whose schema has no default. */
  readonly unset?: string;
}

/** Attaches what people must know to a leaf of the configuration schema. */
export function field<Schema extends ZodType>(schema: Schema, meta: FieldMeta): Schema {
  return schema.meta({ ...meta });
}
