import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { OutputUnwritableError, systemCodeOf } from "../errors.ts";

/**
 * A file that is opened before the work begins, so that an hour's work is not lost to a folder that is not there,
 * and that takes its name only when it is complete.
 */
export class ReportFile implements AsyncDisposable {
  readonly #path: string;
  readonly #target: string;
  readonly #handle: FileHandle;

  private constructor(path: string, target: string, handle: FileHandle) {
    this.#path = path;
    this.#target = target;
    this.#handle = handle;
  }

  /** @throws OutputUnwritableError */
  static async open(path: string, workingDirectory: string): Promise<ReportFile> {
    const target = resolve(workingDirectory, path);
    try {
      return new ReportFile(path, target, await open(partial(target), "w"));
    } catch (error) {
      throw new OutputUnwritableError(path, systemCodeOf(error), { cause: error });
    }
  }

  /** @throws OutputUnwritableError */
  async write(content: unknown): Promise<void> {
    try {
      await this.#handle.writeFile(`${JSON.stringify(content, null, 2)}\n`);
      await this.#handle.close();
      await rename(partial(this.#target), this.#target);
    } catch (error) {
      throw new OutputUnwritableError(this.#path, systemCodeOf(error), { cause: error });
    }
  }

  /** What was not written completely leaves nothing behind. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
    await rm(partial(this.#target), { force: true });
  }
}

function partial(target: string): string {
  return `${target}.partial`;
}
