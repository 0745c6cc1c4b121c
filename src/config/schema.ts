import { z } from "zod";
import { field } from "./field.ts";
import { modelReferenceSchema } from "./model-chain.ts";
import { endpointsSchema, providersSchema } from "./provider-fields.ts";
import { runSchema } from "./run-fields.ts";

export const LOG_LEVELS = ["silent", "error", "warn", "info", "debug"] as const;

const dollars = z.number().min(0).max(1_000_000);

const modelsSchema = z
  .strictObject({
    local: field(modelReferenceSchema.optional(), {
      description:
        "The worker: the model that reads the documents. Several with commas between are a fall-back chain.",
      env: "MINIONS_LOCAL",
      flag: "local",
      placeholder: "provider/model",
      unset: "embedded/extractive",
    }),
    remote: field(modelReferenceSchema.optional(), {
      description:
        "The supervisor: the model that reasons and never reads the documents. Several with commas between are a fall-back chain.",
      env: "MINIONS_REMOTE",
      flag: "remote",
      placeholder: "provider/model",
      unset: "embedded/extractive",
    }),
  })
  .prefault({});

const documentsSchema = z
  .strictObject({
    ocr: field(z.boolean().default(false), {
      description: "Read scanned pages and images by OCR. Slower; needs the optional package tesseract.js.",
      env: "MINIONS_OCR",
      flag: "ocr",
    }),
    maxBytes: field(z.number().int().min(1).max(500_000_000).default(50_000_000), {
      description: "Largest document that is read.",
      env: "MINIONS_MAX_DOCUMENT_BYTES",
      flag: "max-document-bytes",
      unit: "bytes",
    }),
    timeoutSeconds: field(z.number().min(1).max(3600).default(60), {
      description: "Time limit for reading one document.",
      env: "MINIONS_DOCUMENT_TIMEOUT",
      flag: "document-timeout",
      unit: "seconds",
    }),
  })
  .prefault({});

const pricesSchema = z
  .strictObject({
    file: field(z.string().min(1).optional(), {
      description:
        "A price table of your own, in the form of the package's `data/prices.json`; its models win.",
      env: "MINIONS_PRICES_FILE",
      flag: "prices",
      placeholder: "path",
      path: true,
      unset: "the price table that comes with the package",
    }),
    models: field(
      z
        .record(
          z.string().regex(/^[^/]+\/.+$/, "a price is kept under provider/model"),
          z.strictObject({ prompt: dollars, completion: dollars, cached: dollars.optional() }),
        )
        .default({}),
      {
        description:
          "Prices of single models, for example what your local model costs you: " +
          '`{"ollama/llama3.2": {"prompt": 0.02, "completion": 0.05}}`.',
        unit: "US dollars a million tokens",
      },
    ),
  })
  .prefault({});

const logSchema = z
  .strictObject({
    level: field(z.enum(LOG_LEVELS).default("warn"), {
      description: "How much is logged to stderr. Logs hold no document text and no secret.",
      env: "MINIONS_LOG_LEVEL",
      flag: "log-level",
    }),
  })
  .prefault({});

/** Every setting, in the form of the configuration file. Flags and environment variables are in each field's meta. */
export const configSchema = z.strictObject({
  models: modelsSchema,
  run: runSchema,
  documents: documentsSchema,
  prices: pricesSchema,
  providers: providersSchema,
  endpoints: endpointsSchema,
  log: logSchema,
});

/** The checked configuration, frozen to its leaves. */
export type Config = Readonly<z.output<typeof configSchema>>;
