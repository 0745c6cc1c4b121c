import { createKeyRing, type KeyRing } from "#auth";
import { openSqliteAccess } from "#stores";
import { dataFiles } from "./data-files.ts";

/**
 * The keys of a data folder, which a server that runs on it takes at once.
 *
 * @throws the errors of opening a store
 */
export async function openKeyRing(folder: string): Promise<KeyRing & AsyncDisposable> {
  const access = await openSqliteAccess({ path: dataFiles(folder).access });
  return { ...createKeyRing(access.keys), [Symbol.asyncDispose]: () => access[Symbol.asyncDispose]() };
}
