import { resolve } from "node:path";
import type { Command } from "commander";
import { type MigrationStatus, migrateStores, storesStatus } from "#app";
import type { CliIo } from "../cli-io.ts";
import { addConfigOptions, configOf } from "../config-options.ts";
import { EXIT_ANSWERED, EXIT_PENDING } from "../exit-codes.ts";
import { writeJson } from "../output/json.ts";

/** `migrate up` and `migrate status`. */
export function addMigrate(program: Command, io: CliIo, done: (exitCode: number) => void): void {
  const migrate = program
    .command("migrate")
    .summary("bring the database to this version, or tell what it lacks")
    .description(
      "Brings the database at DATABASE_URL, or else the data folder, to this program's version. A server does the same when it starts.",
    );
  const add = (usage: string, description: string): Command =>
    addConfigOptions(
      migrate.command(usage).description(description).option("--json", "print one JSON document on stdout"),
      ({ key }) => key === "server.data",
    );
  const statusOf = async (command: Command): Promise<readonly MigrationStatus[]> => {
    const config = await configOf(command, io);
    return storesStatus(config, resolve(io.workingDirectory, config.server.data));
  };

  const status = add(
    "status",
    `Tells which migrations are there and which are not; exits with ${EXIT_PENDING} where some are not.`,
  );
  status.action(async () => {
    const statuses = await statusOf(status);
    print(statuses, status.opts<{ json?: boolean }>(), io);
    done(statuses.every(({ pending }) => pending.length === 0) ? EXIT_ANSWERED : EXIT_PENDING);
  });

  const up = add("up", "Applies what is missing. Several at the same time are no harm.");
  up.action(async () => {
    const config = await configOf(up, io);
    await migrateStores(config, resolve(io.workingDirectory, config.server.data));
    print(await statusOf(up), up.opts<{ json?: boolean }>(), io);
    done(EXIT_ANSWERED);
  });
}

function print(statuses: readonly MigrationStatus[], { json }: { json?: boolean }, io: CliIo): void {
  if (json) {
    writeJson(io.stdout, { tables: statuses });
    return;
  }
  for (const { table, applied, pending, unknown } of statuses) {
    const lines = [
      ...applied.map((name) => `applied  ${name}`),
      ...pending.map((name) => `pending  ${name}`),
      ...unknown.map((name) => `newer    ${name}`),
    ];
    io.stdout.write(`${table}\n${lines.map((line) => `  ${line}\n`).join("")}`);
  }
}
