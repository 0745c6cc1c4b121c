import { access } from "node:fs/promises";
import type { Config } from "#config";
import { type CopyLeftBehind, copyStore, type StorePlace, StoreUnavailableError } from "#stores";
import { dataFiles } from "./data-files.ts";
import { postgresOptions } from "./postgres-options.ts";

export interface CopyStoresOptions {
  /** An absolute path of a data folder, or the address of a PostgreSQL database. */
  readonly from: string;
  readonly to: string;
  /** Says how databases are reached. */
  readonly config: Config;
  readonly onTable?: (table: string, rows: number) => void;
}

/** Copies everything that a server keeps from one store to another, which has to be empty. @throws the errors of `copyStore` */
export async function copyStores({ from, to, config, onTable }: CopyStoresOptions): Promise<CopyLeftBehind> {
  const options = { from: await placeOf(from, config), to: await placeOf(to, config) };
  if (options.from.kind === "folder") await refuseMissing(options.from.tasks);
  return await copyStore({ ...options, ...(onTable === undefined ? {} : { onTable }) });
}

/** True for what is an address of a database, and no folder. */
export function isDatabaseUrl(place: string): boolean {
  return /^postgres(ql)?:\/\//.test(place);
}

/** Opening it would make it. */
async function refuseMissing(file: string): Promise<void> {
  try {
    await access(file);
  } catch (error) {
    throw new StoreUnavailableError(file, "there is no such file", { cause: error });
  }
}

async function placeOf(place: string, config: Config): Promise<StorePlace> {
  if (isDatabaseUrl(place)) return { kind: "postgres", options: await postgresOptions(config, place) };
  return { kind: "folder", ...dataFiles(place) };
}
