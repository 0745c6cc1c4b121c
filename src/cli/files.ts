import type { Stats } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { DocumentFile } from "#app";
import { FileNotFoundError, FileUnreadableError, NotAFileError, systemCodeOf } from "./errors.ts";

/**
 * Looks at the files that were named, all before any is read, so that a slip in the last one is told at once.
 * The bytes are read when the document's turn comes; a file that is too large is refused by its size, unread.
 *
 * @throws FileNotFoundError, NotAFileError or FileUnreadableError for the first file that cannot be one.
 */
export async function documentFiles(
  paths: readonly string[],
  workingDirectory: string,
): Promise<DocumentFile[]> {
  const names = paths.map((path) => basename(path));
  const files: DocumentFile[] = [];
  for (const path of paths) {
    const absolute = resolve(workingDirectory, path);
    const { size } = await inspectFile(path, absolute);
    const name = basename(path);
    const isUnique = names.indexOf(name) === names.lastIndexOf(name);
    files.push({
      name: isUnique ? name : path, // Two reports of one name must be told apart in citations.
      byteLength: size,
      bytes: (signal) => readBytes(path, absolute, signal),
    });
  }
  return files;
}

/** The text of a file that the user named. @throws the same errors as {@link documentFiles}. */
export async function readTextFile(path: string, workingDirectory: string): Promise<string> {
  const absolute = resolve(workingDirectory, path);
  await inspectFile(path, absolute);
  try {
    return await readFile(absolute, "utf8");
  } catch (error) {
    throw fileError(path, error);
  }
}

/** True where `path` names something that exists, of whatever kind. */
export async function fileExists(path: string, workingDirectory: string): Promise<boolean> {
  try {
    await stat(resolve(workingDirectory, path));
    return true;
  } catch {
    return false; // Whatever keeps us from looking, the text is then no document of ours.
  }
}

async function inspectFile(path: string, absolute: string): Promise<Stats> {
  let stats: Stats;
  try {
    stats = await stat(absolute);
  } catch (error) {
    throw fileError(path, error);
  }
  if (stats.isDirectory()) throw new NotAFileError(path, "folder");
  if (!stats.isFile()) throw new NotAFileError(path, "special file");
  return stats;
}

/** @throws FileNotFoundError or FileUnreadableError */
export async function readBytes(path: string, absolute: string, signal: AbortSignal): Promise<Uint8Array> {
  try {
    return await readFile(absolute, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw fileError(path, error);
  }
}

function fileError(path: string, error: unknown): FileNotFoundError | FileUnreadableError {
  const code = systemCodeOf(error);
  if (code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG") return new FileNotFoundError(path);
  return new FileUnreadableError(path, code, { cause: error });
}
