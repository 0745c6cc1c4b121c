import { z } from "zod";
import { field } from "./field.ts";
import { Secret } from "./secret.ts";

const SHORTEST_KEY = 16;

/** Ways in that are meant for development, as settings of `a2a-minions serve`. */
export const developmentAccessFields = {
  auth: field(z.boolean().default(true), {
    description:
      "Ask every client for a key. Can be turned off only where no other machine reaches the server.",
    env: "A2A_AUTH",
    flag: "auth",
  }),
  apiKey: field(
    z
      .string()
      .min(SHORTEST_KEY, `must have ${SHORTEST_KEY} characters or more`)
      .transform((text) => new Secret(text))
      .optional(),
    {
      description:
        "One key for development, taken beside those of `keys create`, with every right but `admin`. On a command line " +
        "everybody on the machine can read it, and it stays the same for ever; so it counts only where no other machine " +
        "reaches the server.",
      env: "A2A_API_KEY",
      flag: "api-key",
      placeholder: "key",
      secret: true,
      unset: "none",
    },
  ),
  insecureAccessFromNetwork: field(z.boolean().default(false), {
    description:
      "Let other machines, too, use a server that was started with `--no-auth` or `--api-key`. Whoever reaches it then " +
      "uses it as they like, at your cost.",
    env: "A2A_INSECURE_ACCESS_FROM_NETWORK",
    flag: "insecure-access-from-network",
  }),
} as const;
