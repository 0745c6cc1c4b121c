import { type FileHandle, open } from "node:fs/promises";
import { StoreUnavailableError } from "../errors.ts";

/**
 * Makes durable what SQLite has written to one of its files, in a thread beside: SQLite itself would hold the event loop for
 * as long as the disk takes, and with it every request that has no use for the disk.
 */
export class FileSync implements AsyncDisposable {
  readonly #path: string;
  #file: Promise<FileHandle> | undefined;

  /** @param path of the file, which has to be there when it is made durable for the first time */
  constructor(path: string) {
    this.#path = path;
  }

  /** @throws StoreUnavailableError where the disk fails: what was written since the last time may be lost */
  async sync(): Promise<void> {
    try {
      this.#file ??= open(this.#path, "r+");
      await (await this.#file).datasync();
    } catch (cause) {
      throw new StoreUnavailableError(this.#path, "writing the disk failed", { cause });
    }
  }

  /** Of the database's own file, not before SQLite has closed it: closing it anywhere in a process gives up the process's locks. */
  async [Symbol.asyncDispose](): Promise<void> {
    const file = await this.#file?.catch(() => undefined);
    await file?.close();
  }
}
