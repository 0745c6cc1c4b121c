import { resolve } from "node:path";
import type { Command } from "commander";
import { copyStores, isDatabaseUrl } from "#app";
import type { CliIo } from "../cli-io.ts";
import { addConfigOptions, configOf } from "../config-options.ts";
import { InvalidUsageError } from "../errors.ts";
import { EXIT_ANSWERED } from "../exit-codes.ts";

interface CopyFlags {
  readonly from: string;
  readonly to?: string;
}

/** `store copy`. */
export function addStore(program: Command, io: CliIo, done: (exitCode: number) => void): void {
  const store = program
    .command("store")
    .summary("copy everything that a server keeps to another place")
    .description("Copies everything that a server keeps: from a data folder to PostgreSQL, or back.");
  const copy = addConfigOptions(
    store
      .command("copy")
      .description(
        "Copies tasks, events, journals, documents, keys and budgets into an empty store, and compares both at the end. " +
          "No server may run on the source. Cut off, it goes on where it is run again.",
      )
      .requiredOption("--from <place>", "data folder, or postgres://…")
      .option("--to <place>", "data folder, or postgres://… (default: DATABASE_URL)"),
    () => false,
  );
  copy.action(async () => {
    const { from, to } = copy.opts<CopyFlags>();
    const config = await configOf(copy, io);
    const target = to ?? config.database.url?.reveal();
    if (target === undefined) throw new InvalidUsageError("Name where to copy to by --to or DATABASE_URL.");
    const placeOf = (place: string): string =>
      isDatabaseUrl(place) ? place : resolve(io.workingDirectory, place);
    let rows = 0;
    const { documentsInBucket } = await copyStores({
      from: placeOf(from),
      to: placeOf(target),
      config,
      onTable: (table, count) => {
        rows += count;
        if (count > 0) io.stdout.write(`${table}: ${count}\n`);
      },
    });
    io.stdout.write(`Copied ${rows} rows; both sides are the same.\n`);
    if (documentsInBucket > 0) io.stdout.write(inBucket(documentsInBucket));
    done(EXIT_ANSWERED);
  });
}

function inBucket(documents: number): string {
  return (
    `Documents in the bucket: ${documents}. They were not copied: give the copy the same bucket and prefix, ` +
    "and start no server on the source again, which would remove there what the copy holds.\n"
  );
}
