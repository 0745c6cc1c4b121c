import { resolve } from "node:path";
import type { Command } from "commander";
import { openKeyRing } from "#app";
import type { CliIo } from "../cli-io.ts";
import { addConfigOptions, configOf } from "../config-options.ts";
import {
  type CreateKeyFlags,
  createKey,
  type JsonFlag,
  type KeysDeps,
  listKeys,
  type RotateFlags,
  revokeKey,
  rotateKey,
} from "./keys-command.ts";
import { type ExportKeysFlags, exportKeys, importKeys } from "./move-keys.ts";

type Done = (exitCode: number) => void;
/** Runs work on the keys of the data folder that the command was given. */
type WithKeys = (command: Command, work: (deps: KeysDeps) => Promise<number>) => Promise<void>;
type Add = (usage: string, summary: string) => Command;

const JSON_OPTION = ["--json", "print one JSON document on stdout"] as const;

/** `keys create`, `list`, `rotate`, `revoke`, `export` and `import`. */
export function addKeys(program: Command, io: CliIo, done: Done): void {
  const keys = program
    .command("keys")
    .summary("make, list, rotate, revoke and move keys of the server")
    .description("Looks after the keys that clients show to the server; a server that runs knows at once.");
  const withKeys: WithKeys = async (command, work) => {
    const config = await configOf(command, io);
    await using ring = await openKeyRing(config, resolve(io.workingDirectory, config.server.data));
    done(await work({ ring, io, now: Date.now }));
  };
  const add: Add = (usage, summary) =>
    addConfigOptions(keys.command(usage).description(summary), ({ key }) => key === "server.data");
  addCreate(add, withKeys);
  addChanges(add, withKeys);
  addMoves(add, withKeys);
}

function addCreate(add: Add, withKeys: WithKeys): void {
  const create = add("create <name>", "Makes a key and prints it on stdout, this once.")
    .option("--owner <name>", "whose tasks it is for; several keys may have one owner (default: the name)")
    .option("--tenant <name>", "the owner's tenant (default: default)")
    .option(
      "--tier <name>",
      "the limits that hold for it, as the configuration names them (default: default)",
    )
    .option(
      "--scopes <scopes>",
      "what it may do, with commas between: minion:query, minions:query, tasks:read, tasks:write, metrics:read, admin (default: the first four)",
    )
    .option(
      "--expires <time>",
      "when it ends: a time from now on such as 90d, or a date (default: it does not)",
    )
    .option(...JSON_OPTION);
  create.action((name: string) =>
    withKeys(create, (deps) => createKey(name, create.opts<CreateKeyFlags>(), deps)),
  );
  const list = add("list", "Lists all keys, without their secrets.").option(...JSON_OPTION);
  list.action(() => withKeys(list, (deps) => listKeys(list.opts<JsonFlag>(), deps)));
}

function addChanges(add: Add, withKeys: WithKeys): void {
  const rotate = add(
    "rotate <id>",
    "Gives a key a new text and prints it on stdout, this once; the text before stays good for a while.",
  )
    .option("--grace <time>", "for how long the text before stays good, such as 24h; 0: not at all", "24h")
    .option(...JSON_OPTION);
  rotate.action((id: string) => withKeys(rotate, (deps) => rotateKey(id, rotate.opts<RotateFlags>(), deps)));
  const revoke = add("revoke <id>", "Makes a key worthless, for good.").option(...JSON_OPTION);
  revoke.action((id: string) => withKeys(revoke, (deps) => revokeKey(id, revoke.opts<JsonFlag>(), deps)));
}

function addMoves(add: Add, withKeys: WithKeys): void {
  const exported = add(
    "export",
    "Writes all keys as JSON lines, with hashes in place of secrets, for keys import elsewhere.",
  ).option("-o, --output <path>", "write to this file, readable for you alone (default: stdout)");
  exported.action(() => withKeys(exported, (deps) => exportKeys(exported.opts<ExportKeysFlags>(), deps)));
  const imported = add(
    "import <file>",
    "Takes over keys of keys export. Keys that are there already stay as they are; those that differ are told.",
  ).option(...JSON_OPTION);
  imported.action((file: string) =>
    withKeys(imported, (deps) => importKeys(file, imported.opts<JsonFlag>(), deps)),
  );
}
