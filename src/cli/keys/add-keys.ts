import { resolve } from "node:path";
import type { Command } from "commander";
import { type KeyRing, openKeyRing } from "#app";
import type { CliIo } from "../cli-io.ts";
import { addConfigOptions, configOf } from "../config-options.ts";
import { type CreateKeyFlags, createKey, listKeys, revokeKey } from "./keys-command.ts";

/** `keys create`, `keys list` and `keys revoke`. */
export function addKeys(program: Command, io: CliIo, done: (exitCode: number) => void): void {
  const keys = program
    .command("keys")
    .summary("make, list and revoke keys of the server")
    .description(
      "Makes, lists and revokes the keys that clients show to the server; a server that runs knows at once.",
    );

  const withRing = async (command: Command, work: (ring: KeyRing) => Promise<number>): Promise<void> => {
    const config = await configOf(command, io);
    await using ring = await openKeyRing(config, resolve(io.workingDirectory, config.server.data));
    done(await work(ring));
  };
  const add = (usage: string, summary: string): Command =>
    addConfigOptions(keys.command(usage).description(summary), ({ key }) => key === "server.data");

  const create = add("create <name>", "Makes a key and prints it on stdout, this once.")
    .option("--owner <name>", "whose tasks it is for; several keys may have one owner (default: the name)")
    .option("--tenant <name>", "the owner's tenant (default: default)")
    .option(
      "--scopes <scopes>",
      "what it may do, with commas between: minion:query, minions:query, tasks:read, tasks:write, metrics:read, admin (default: the first four)",
    )
    .option("--json", "print one JSON document on stdout");
  create.action((name: string) =>
    withRing(create, (ring) => createKey(name, create.opts<CreateKeyFlags>(), ring, io)),
  );

  const list = add("list", "Lists all keys, without their secrets.").option(
    "--json",
    "print one JSON document on stdout",
  );
  list.action(() => withRing(list, (ring) => listKeys(list.opts<{ json?: boolean }>(), ring, io)));

  const revoke = add("revoke <id>", "Makes a key worthless, for good.");
  revoke.action((id: string) => withRing(revoke, (ring) => revokeKey(id, ring, io)));
}
