import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { type DocumentFile, isSameDocument } from "#app";
import { FileNotFoundError, FileUnreadableError, NotAFolderError, systemCodeOf } from "../errors.ts";
import { readBytes } from "../files.ts";

/**
 * The documents of a folder by the names that a question set gives them: with or without extension, in any case.
 *
 * A name only ever picks one of the folder's own entries; no name becomes a path, so none can lead out of the folder.
 *
 * @throws FileNotFoundError, NotAFolderError or FileUnreadableError where `path` is no folder that can be read.
 */
export async function documentFolder(
  path: string,
  workingDirectory: string,
): Promise<(name: string) => DocumentFile | undefined> {
  const folder = resolve(workingDirectory, path);
  const entries = (await listFolder(path, folder)).sort();
  return (name) => {
    if (/[\\/]/.test(name)) return undefined;
    const entry =
      entries.find((known) => known === name) ?? entries.find((known) => isSameDocument(known, name));
    return entry === undefined
      ? undefined
      : { name: entry, bytes: (signal) => readBytes(entry, resolve(folder, entry), signal) };
  };
}

async function listFolder(path: string, folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith("."))
      .map((entry) => entry.name);
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === "ENOENT") throw new FileNotFoundError(path);
    if (code === "ENOTDIR") throw new NotAFolderError(path);
    throw new FileUnreadableError(path, code, { cause: error });
  }
}
