import { z } from "zod";
import { field } from "./field.ts";
import { Secret } from "./secret.ts";

const databaseUrl = z
  .string()
  .refine((text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text), {
    error: "must be an address such as postgres://user:password@host:5432/name",
  })
  .transform((text) => new Secret(text));

/** PostgreSQL, for several instances that share their tasks. Without it everything is in the data folder. */
export const databaseSchema = z
  .strictObject({
    url: field(databaseUrl.optional(), {
      description:
        "PostgreSQL database that holds tasks, documents and keys, shared by every instance that names it: `postgres://user:password@host:5432/name`.",
      env: "DATABASE_URL",
      secret: true,
      unset: "the data folder holds them, for one server",
    }),
    directUrl: field(databaseUrl.optional(), {
      description:
        "The same database without a pooler in between, for what needs a connection of its own: notifications and migrations.",
      env: "DATABASE_DIRECT_URL",
      secret: true,
      unset: "the same as `DATABASE_URL`",
    }),
    poolSize: field(z.number().int().min(2).max(500).default(10), {
      description:
        "Connections that an instance keeps to the database at most; up to two more are for notifications and at the start.",
      env: "DATABASE_POOL_SIZE",
      unit: "connections",
    }),
    connectSeconds: field(z.number().min(0.1).max(600).default(5), {
      description: "How long a request waits for a connection, be it a new one or for one to become free.",
      env: "DATABASE_CONNECT_SECONDS",
      unit: "seconds",
    }),
    statementSeconds: field(z.number().min(1).max(3_600).default(30), {
      description: "Longest time of one statement; the database ends it then.",
      env: "DATABASE_STATEMENT_SECONDS",
      unit: "seconds",
    }),
    tls: field(z.enum(["off", "encrypt", "verify"]).optional(), {
      description:
        "`verify` encrypts and checks the database's certificate, `encrypt` does not check it, `off` sends everything readable.",
      env: "DATABASE_TLS",
      unset: "what the URL's `sslmode` says, and off where it says nothing",
    }),
    tlsCaFile: field(z.string().min(1).optional(), {
      description: "Certificates (PEM) that the database's own may be signed by, for `verify`.",
      env: "DATABASE_TLS_CA_FILE",
      placeholder: "path",
      path: true,
      unset: "those that come with Node",
    }),
    preparedStatements: field(z.boolean().default(true), {
      description:
        "Keep frequent statements prepared on each connection. Turn it off behind a pooler that knows none of them, such as PgBouncer before 1.21; the server does by itself once one is mixed up.",
      env: "DATABASE_PREPARED_STATEMENTS",
    }),
    notifications: field(z.boolean().default(true), {
      description:
        "Tell other instances at once by LISTEN and NOTIFY what changed, unless Redis does. Without either they look once a second.",
      env: "DATABASE_NOTIFICATIONS",
    }),
  })
  .prefault({});
