import { z } from "zod";
import { localPriceSchema } from "#minions";
import { auditSchema } from "./audit-fields.ts";
import { authSchema } from "./auth-fields.ts";
import { bucketSchema } from "./bucket-fields.ts";
import { cacheSchema } from "./cache-fields.ts";
import { databaseSchema } from "./database-fields.ts";
import { egressSchema } from "./egress-fields.ts";
import { field } from "./field.ts";
import { limitsSchema } from "./limits-fields.ts";
import { llamaCppSchema } from "./llama-cpp-fields.ts";
import { modelReferenceSchema } from "./model-chain.ts";
import { endpointsSchema, providersSchema } from "./provider-fields.ts";
import { redisSchema } from "./redis-fields.ts";
import { runSchema } from "./run-fields.ts";
import { serverSchema } from "./server-fields.ts";

export const LOG_LEVELS = ["silent", "error", "warn", "info", "debug"] as const;

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
    ocrLanguage: field(
      z
        .string()
        .regex(/^[a-z_]{3,}(\+[a-z_]{3,})*$/i, "is not like eng or eng+deu")
        .default("eng"),
      {
        description: "Languages that OCR reads, as Tesseract names them, with + between.",
        env: "MINIONS_OCR_LANGUAGE",
        flag: "ocr-language",
      },
    ),
    maxBytes: field(z.number().int().min(1).max(1_073_741_824).default(52_428_800), {
      description: "Largest document that is read.",
      env: "MINIONS_MAX_DOCUMENT_BYTES",
      flag: "max-document-bytes",
      unit: "bytes",
    }),
    maxPages: field(z.number().int().min(1).max(100_000).default(5_000), {
      description: "Most pages of a document.",
      env: "MINIONS_MAX_DOCUMENT_PAGES",
      flag: "max-document-pages",
      unit: "pages",
    }),
    timeoutSeconds: field(z.number().min(1).max(3600).default(60), {
      description: "Time limit for reading one document; with OCR it is ten minutes at least.",
      env: "MINIONS_DOCUMENT_TIMEOUT",
      flag: "document-timeout",
      unit: "seconds",
    }),
    workers: field(z.number().int().min(1).max(64).default(2), {
      description: "Documents read at a time, each in a thread of its own.",
      env: "MINIONS_DOCUMENT_WORKERS",
      flag: "document-workers",
      unit: "threads",
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
    local: field(z.record(z.string().min(1), localPriceSchema).default({}), {
      description:
        "What models on hardware of your own cost you, by `provider/model` or provider: " +
        '`{"ollama": {"perHour": 0.05}}`, or `{"promptPerMillion": …, "completionPerMillion": …}` in US dollars.',
      unit: "US dollars",
    }),
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
  llamaCpp: llamaCppSchema,
  server: serverSchema,
  auth: authSchema,
  audit: auditSchema,
  database: databaseSchema,
  redis: redisSchema,
  bucket: bucketSchema,
  cache: cacheSchema,
  egress: egressSchema,
  limits: limitsSchema,
  log: logSchema,
});

/** The checked configuration, frozen to its leaves. */
export type Config = Readonly<z.output<typeof configSchema>>;
