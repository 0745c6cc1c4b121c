import { createHash } from "node:crypto";

/** Hex SHA-256, with turns of the event loop in between so that a large document keeps nobody waiting. */
export async function hashInTurns(bytes: Uint8Array, bytesATurn: number): Promise<string> {
  const hash = createHash("sha256");
  for (let from = 0; from < bytes.length; from += bytesATurn) {
    hash.update(bytes.subarray(from, from + bytesATurn));
    if (from + bytesATurn < bytes.length) await new Promise((resolve) => setImmediate(resolve));
  }
  return hash.digest("hex");
}
