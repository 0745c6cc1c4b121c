import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { StoreUnavailableError } from "../errors.ts";

/** Makes the file and its folder where they are missing, readable for their owner only. @throws StoreUnavailableError */
export async function prepareFile(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, "a", 0o600);
    await file.close();
  } catch (error) {
    throw new StoreUnavailableError(path, fileFault(error), { cause: error });
  }
}

function fileFault(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EACCES" || code === "EPERM") return "access is denied";
  if (code === "EROFS") return "the disk is read-only";
  if (code === "EISDIR") return "it is a folder";
  if (code === "ENOTDIR" || code === "EEXIST") return "its folder is a file";
  return "its file cannot be made";
}
