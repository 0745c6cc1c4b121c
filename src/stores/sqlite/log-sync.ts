import { type FileHandle, open } from "node:fs/promises";
import { StoreUnavailableError } from "../errors.ts";

/**
 * Makes what SQLite has written to its write-ahead log durable, in a thread beside: SQLite itself would hold the event
 * loop for as long as the disk takes, and with it every request that has no use for the disk.
 */
export class LogSync implements AsyncDisposable {
  readonly #path: string;
  #log: Promise<FileHandle> | undefined;

  /** @param path of the database, whose log is there from the first commit on */
  constructor(path: string) {
    this.#path = path;
  }

  /** @throws StoreUnavailableError where the disk fails: what was written since the last time may be lost */
  async sync(): Promise<void> {
    try {
      this.#log ??= open(`${this.#path}-wal`, "r+");
      await (await this.#log).datasync();
    } catch (cause) {
      throw new StoreUnavailableError(this.#path, "writing the disk failed", { cause });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const log = await this.#log?.catch(() => undefined);
    await log?.close();
  }
}
