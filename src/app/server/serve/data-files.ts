import { join } from "node:path";
import { createKeyRing, type KeyRing, openKeyFile } from "#auth";

/** The files of a data folder. Keys are apart from tasks, so that they can be changed while a server runs. */
export function dataFiles(folder: string): { readonly tasks: string; readonly keys: string } {
  return { tasks: join(folder, "tasks.sqlite"), keys: join(folder, "keys.sqlite") };
}

/**
 * The keys of a data folder, which a server that runs on it takes at once.
 *
 * @throws KeyFileError
 */
export function openKeyRing(folder: string): KeyRing & Disposable {
  const store = openKeyFile(dataFiles(folder).keys);
  return { ...createKeyRing(store), [Symbol.dispose]: () => store[Symbol.dispose]() };
}
