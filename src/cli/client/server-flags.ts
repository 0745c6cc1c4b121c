import { X509Certificate } from "node:crypto";
import type { Command } from "commander";
import type { CliIo } from "../cli-io.ts";
import { InvalidUsageError } from "../errors.ts";
import { readTextFile } from "../files.ts";
import type { ServerAddress } from "./server-fetch.ts";

export interface ServerFlags {
  readonly server?: string;
  readonly key?: string;
  readonly ca?: string;
}

/** Gives a command `--server`, `--key` and `--ca`. */
export function addServerOptions(command: Command): Command {
  return command
    .option("--server <url>", "address of an a2a-minions server (env: A2A_MINIONS_SERVER)")
    .option(
      "--key <key>",
      "key for the server (env: A2A_MINIONS_KEY, or a file named by A2A_MINIONS_KEY_FILE, which other users of this machine do not see)",
    )
    .option(
      "--ca <file>",
      "certificate of the authority that vouches for the server, where it is none that all trust (env: A2A_MINIONS_CA)",
    );
}

/**
 * The server that a command is for. From then on its authority is trusted, where one is named.
 *
 * @throws InvalidUsageError for what is no address, key or certificate; FileNotFoundError and its like
 */
export async function serverAddress(flags: ServerFlags, io: CliIo): Promise<ServerAddress | undefined> {
  const server = flags.server ?? (io.env["A2A_MINIONS_SERVER"] || undefined);
  if (server === undefined) return undefined;
  const url = server.trim().replace(/\/+$/, "");
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new InvalidUsageError(`--server takes an http:// or https:// address, and "${server}" is none.`);
  }
  const ca = flags.ca ?? (io.env["A2A_MINIONS_CA"] || undefined);
  if (ca !== undefined) io.trustAuthority(await readCertificate(ca, io));
  return { url, key: await keyOf(flags, io) };
}

/** @throws InvalidUsageError where no server is named, and as {@link serverAddress} does */
export async function requiredServerAddress(flags: ServerFlags, io: CliIo): Promise<ServerAddress> {
  const address = await serverAddress(flags, io);
  if (address === undefined) {
    throw new InvalidUsageError("Name the server with --server, or in A2A_MINIONS_SERVER.");
  }
  return address;
}

async function keyOf({ key }: ServerFlags, { env, workingDirectory }: CliIo): Promise<string | undefined> {
  const [named, file] = [env["A2A_MINIONS_KEY"], env["A2A_MINIONS_KEY_FILE"]];
  if (key !== undefined) return key;
  if (!file) return named || undefined;
  if (named) {
    throw new InvalidUsageError(
      "A2A_MINIONS_KEY and A2A_MINIONS_KEY_FILE are both set; keep one of the two.",
    );
  }
  return (await readTextFile(file, workingDirectory)).trim();
}

async function readCertificate(path: string, { workingDirectory }: CliIo): Promise<string> {
  const pem = await readTextFile(path, workingDirectory);
  try {
    new X509Certificate(pem);
  } catch {
    throw new InvalidUsageError(`--ca takes a certificate as PEM, and ${path} is none.`);
  }
  return pem;
}
