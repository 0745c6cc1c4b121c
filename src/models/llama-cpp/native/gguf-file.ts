import { open } from "node:fs/promises";
import { ModelFileUnreadableError } from "../../errors/llama-cpp-errors.ts";

/** Every GGUF file starts with these four bytes and its format's version, 32 bits, least byte first. */
const GGUF_MAGIC = "GGUF";
const HEADER_BYTES = 8;
const KNOWN_VERSIONS = [2, 3];

/**
 * Says early and plainly why a file is no model, before native code sees it.
 *
 * @throws ModelFileUnreadableError
 */
export async function checkGgufFile(path: string): Promise<void> {
  await using file = await open(path, "r").catch((error: unknown) => {
    throw new ModelFileUnreadableError(path, problemOf(error), { cause: error });
  });
  const stats = await file.stat();
  if (!stats.isFile()) throw new ModelFileUnreadableError(path, "not-a-file");
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
  const magic = buffer.toString("latin1", 0, GGUF_MAGIC.length);
  if (bytesRead < HEADER_BYTES || magic !== GGUF_MAGIC) throw new ModelFileUnreadableError(path, "not-gguf");
  if (!KNOWN_VERSIONS.includes(buffer.readUInt32LE(GGUF_MAGIC.length))) {
    throw new ModelFileUnreadableError(path, "corrupt");
  }
}

function problemOf(error: unknown): "not-found" | "no-permission" | "not-a-file" {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EACCES" || code === "EPERM") return "no-permission";
  if (code === "EISDIR") return "not-a-file";
  return "not-found";
}
