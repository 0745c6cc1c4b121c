import type { Command } from "commander";
import type { CliIo } from "../cli-io.ts";
import { InvalidUsageError } from "../errors.ts";
import type { ServerAddress } from "./server-fetch.ts";

export interface ServerFlags {
  readonly server?: string;
  readonly key?: string;
}

/** Gives a command `--server` and `--key`. */
export function addServerOptions(command: Command): Command {
  return command
    .option("--server <url>", "address of an a2a-minions server (env: A2A_MINIONS_SERVER)")
    .option(
      "--key <key>",
      "key for the server (env: A2A_MINIONS_KEY, which other users of this machine do not see)",
    );
}

/**
 * The server that a command is for.
 * @throws InvalidUsageError for what is no address
 */
export function serverAddress(flags: ServerFlags, io: CliIo): ServerAddress | undefined {
  const server = flags.server ?? (io.env["A2A_MINIONS_SERVER"] || undefined);
  if (server === undefined) return undefined;
  const url = server.trim().replace(/\/+$/, "");
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new InvalidUsageError(`--server takes an http:// or https:// address, and "${server}" is none.`);
  }
  return { url, key: flags.key ?? (io.env["A2A_MINIONS_KEY"] || undefined) };
}

/** @throws InvalidUsageError where no server is named */
export function requiredServerAddress(flags: ServerFlags, io: CliIo): ServerAddress {
  const address = serverAddress(flags, io);
  if (address === undefined) {
    throw new InvalidUsageError("Name the server with --server, or in A2A_MINIONS_SERVER.");
  }
  return address;
}
