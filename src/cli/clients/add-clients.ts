import { resolve } from "node:path";
import type { Command } from "commander";
import { openClientRing } from "#app";
import type { CliIo } from "../cli-io.ts";
import { addConfigOptions, configOf } from "../config-options.ts";
import type { RotateFlags } from "../keys/keys-command.ts";
import {
  type ClientsDeps,
  listClients,
  type RegisterFlags,
  registerClient,
  revokeClient,
  rotateClient,
} from "./clients-command.ts";

const JSON_OPTION = ["--json", "print one JSON document on stdout"] as const;

/** `clients register`, `list`, `rotate` and `revoke`. */
export function addClients(program: Command, io: CliIo, done: (exitCode: number) => void): void {
  const clients = program
    .command("clients")
    .summary("register, list, rotate and revoke OAuth2 clients of the server")
    .description(
      "Looks after the OAuth2 clients that get tokens from the server; a server that runs knows at once.",
    );
  const withClients = async (
    command: Command,
    work: (deps: ClientsDeps) => Promise<number>,
  ): Promise<void> => {
    const config = await configOf(command, io);
    const { jwtSecret, jwtKeys } = config.auth;
    await using ring = await openClientRing(config, resolve(io.workingDirectory, config.server.data));
    const givesTokens = jwtSecret !== undefined || jwtKeys.length > 0;
    done(await work({ ring, io, now: Date.now, givesTokens }));
  };
  const add = (usage: string, summary: string): Command =>
    addConfigOptions(clients.command(usage).description(summary), ({ key }) =>
      ["server.data", "auth.jwtKeys"].includes(key),
    ).option(...JSON_OPTION);

  const register = add(
    "register <name>",
    "Registers a client and prints its id and secret on stdout, this once.",
  )
    .option(
      "--owner <name>",
      "whose tasks it is for; several clients and keys may have one owner (default: the name)",
    )
    .option("--tenant <name>", "the owner's tenant (default: default)")
    .option(
      "--tier <name>",
      "the limits that hold for it, as the configuration names them (default: default)",
    )
    .option(
      "--scopes <scopes>",
      "what its tokens may do, with commas between: minion:query, minions:query, tasks:read, tasks:write, metrics:read, admin (default: the first four)",
    );
  register.action((name: string) =>
    withClients(register, (deps) => registerClient(name, register.opts<RegisterFlags>(), deps)),
  );
  const list = add("list", "Lists all clients, without their secrets.");
  list.action(() => withClients(list, (deps) => listClients(list.opts(), deps)));
  const rotate = add(
    "rotate <id>",
    "Gives a client a new secret and prints it on stdout, this once; the secret before stays good for a while.",
  ).option("--grace <time>", "for how long the secret before stays good, such as 24h; 0: not at all", "24h");
  rotate.action((id: string) =>
    withClients(rotate, (deps) => rotateClient(id, rotate.opts<RotateFlags>(), deps)),
  );
  const revoke = add("revoke <id>", "Ends a client, and every token that it got, for good.");
  revoke.action((id: string) => withClients(revoke, (deps) => revokeClient(id, revoke.opts(), deps)));
}
