import { z } from "zod";
import { field } from "./field.ts";
import { Secret } from "./secret.ts";

const redisUrl = z
  .string()
  .refine(isRedisUrl, {
    error: "must be an address such as redis://user:password@host:6379/0, or rediss:// for TLS",
  })
  .transform((text) => new Secret(text));

/** Redis, for what may be lost. Nothing is wrong without it, or while it is away. */
export const redisSchema = z
  .strictObject({
    url: field(redisUrl.optional(), {
      description:
        "Redis that counts requests, passes on between instances what changed, and keeps replies that are reused: `redis://user:password@host:6379/0`, or `rediss://` for TLS. Needs the optional package ioredis.",
      env: "REDIS_URL",
      secret: true,
      unset: "PostgreSQL does so, or the process and its data folder where there is none",
    }),
    keyPrefix: field(
      z
        .string()
        .regex(/^[\w.:-]{1,100}$/, "must be 1 to 100 of: letters, digits, `_`, `.`, `:`, `-`")
        .default("a2a-minions:"),
      {
        description:
          "What names of keys and channels begin with, so that several deployments can share a Redis.",
        env: "REDIS_KEY_PREFIX",
      },
    ),
    timeoutSeconds: field(z.number().min(0.05).max(60).default(1), {
      description:
        "How long an answer of Redis may take; then it counts as away, and the server does without.",
      env: "REDIS_TIMEOUT_SECONDS",
      unit: "seconds",
    }),
    tlsCaFile: field(z.string().min(1).optional(), {
      description: "Certificates (PEM) that Redis' own may be signed by, for `rediss://`.",
      env: "REDIS_TLS_CA_FILE",
      placeholder: "path",
      path: true,
      unset: "those that come with Node",
    }),
  })
  .prefault({});

function isRedisUrl(text: string): boolean {
  if (!/^rediss?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { hostname, pathname, search, hash, username, password } = new URL(text);
  return (
    hostname !== "" &&
    /^(\/\d{0,5})?$/.test(pathname) &&
    search + hash === "" &&
    isDecodable(username + password)
  );
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
