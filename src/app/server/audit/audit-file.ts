import { type FileHandle, open } from "node:fs/promises";
import { type AuditStore, entriesOf, entryOfLine, lineOf } from "#audit";

const TAIL_BYTES = 64 * 1024;
const LINES_AT_ONCE = 500;
const NEWLINE = 10;

/**
 * The audit log once more, as a file of JSON lines: for a log collector, or for a disk that only grows. It follows the
 * store, so that it holds every entry once and in order, whoever wrote it, also after a crash in between.
 */
export class AuditFile implements AsyncDisposable {
  readonly #handle: FileHandle;
  #next: number;

  private constructor(handle: FileHandle, next: number) {
    this.#handle = handle;
    this.#next = next;
  }

  /** Opens the file for adding, readable for its owner alone, and finds where it stopped. Rejects with a system error. */
  static async open(path: string): Promise<AuditFile> {
    const handle = await open(path, "a+", 0o600);
    try {
      return new AuditFile(handle, await nextNumber(handle));
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Adds what the store has and the file has not. */
  async follow(store: Pick<AuditStore, "read">): Promise<void> {
    let lines: string[] = [];
    let next = this.#next;
    const add = async (): Promise<void> => {
      await this.#handle.appendFile(lines.join(""));
      this.#next = next;
      lines = [];
    };
    for await (const entry of entriesOf(store, this.#next)) {
      lines.push(lineOf(entry));
      next = entry.number + 1;
      if (lines.length >= LINES_AT_ONCE) await add();
    }
    if (lines.length > 0) await add();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}

/** A last line that a crash cut off is taken away, and written again whole. */
async function nextNumber(handle: FileHandle): Promise<number> {
  const { size } = await handle.stat();
  const start = Math.max(0, size - TAIL_BYTES);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
  const tail = buffer.subarray(0, bytesRead);
  const end = tail.lastIndexOf(NEWLINE) + 1;
  if (end < bytesRead) await handle.truncate(start + end);
  const last = tail.subarray(0, end).toString("utf8").trimEnd().split("\n").at(-1) ?? "";
  return (entryOfLine(last)?.number ?? 0) + 1;
}
