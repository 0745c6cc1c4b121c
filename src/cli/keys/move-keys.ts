import { chmod, rename, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { exportedKey, readExportedKey, type StoredCredential } from "#app";
import { KeyFileInvalidError, OutputUnwritableError, systemCodeOf } from "../errors.ts";
import { EXIT_ANSWERED, EXIT_DOCUMENTS } from "../exit-codes.ts";
import { readTextFile } from "../files.ts";
import { writeJson } from "../output/json.ts";
import type { JsonFlag, KeysDeps } from "./keys-command.ts";

export interface ExportKeysFlags {
  readonly output?: string;
}

/**
 * Writes all keys, one JSON document a line, with the hashes of their secrets and never a secret. A file is for its
 * owner alone.
 *
 * @throws OutputUnwritableError
 */
export async function exportKeys(flags: ExportKeysFlags, { ring, io }: KeysDeps): Promise<number> {
  const keys = await ring.export();
  const text = keys.map((key) => `${JSON.stringify(exportedKey(key))}\n`).join("");
  if (flags.output === undefined) {
    io.stdout.write(text);
    return EXIT_ANSWERED;
  }
  await writePrivately(flags.output, resolve(io.workingDirectory, flags.output), text);
  io.stderr.write(`Wrote ${count(keys.length)} to ${flags.output}, with hashes in place of secrets.\n`);
  return EXIT_ANSWERED;
}

/** Complete or not at all, and never readable for others, also where a readable file stood there before. */
async function writePrivately(path: string, target: string, text: string): Promise<void> {
  const partial = `${target}.partial`;
  try {
    await writeFile(partial, text, { mode: 0o600 });
    await chmod(partial, 0o600);
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw new OutputUnwritableError(path, systemCodeOf(error), { cause: error });
  }
}

/**
 * Takes over the keys of an export. All lines are checked before the first is taken; doing it twice is as good as once;
 * a key that is there and differs is told and left as it is.
 *
 * @returns the exit code: another one where keys differ
 * @throws KeyFileInvalidError and the errors of reading a file
 */
export async function importKeys(path: string, flags: JsonFlag, { ring, io }: KeysDeps): Promise<number> {
  const keys = keysIn(path, await readTextFile(path, io.workingDirectory));
  const { added, unchanged, conflicts } = await ring.import(keys);
  if (flags.json) writeJson(io.stdout, { added, unchanged, conflicts });
  else {
    for (const { id, fields } of conflicts) {
      io.stderr.write(
        `The key ${id} is there already and differs in ${fields.join(", ")}. It stays as it is.\n`,
      );
    }
    io.stderr.write(`Took over ${count(added.length)}; ${unchanged.length} were there already.\n`);
  }
  return conflicts.length === 0 ? EXIT_ANSWERED : EXIT_DOCUMENTS;
}

function keysIn(path: string, text: string): StoredCredential[] {
  const lines = text.split("\n").map((line, index) => ({ line: line.trim(), number: index + 1 }));
  const seen = new Set<string>();
  return lines
    .filter(({ line }) => line !== "")
    .map(({ line, number }) => {
      const read = readExportedKey(line);
      if (read.kind === "invalid") throw new KeyFileInvalidError(path, number, read.problem);
      const { id } = read.stored.credential;
      if (seen.has(id)) throw new KeyFileInvalidError(path, number, `the id ${id} stands there twice`);
      seen.add(id);
      return read.stored;
    });
}

function count(keys: number): string {
  return keys === 1 ? "1 key" : `${keys} keys`;
}
