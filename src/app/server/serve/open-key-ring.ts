import { createKeyRing, type KeyRing } from "#auth";
import type { Config } from "#config";
import { openAccess } from "../access/open-access.ts";

/**
 * The keys of the configured database, or of a data folder; a server that runs on it takes them at once.
 *
 * @throws the errors of opening a store
 */
export async function openKeyRing(config: Config, folder: string): Promise<KeyRing & AsyncDisposable> {
  const access = await openAccess(config, folder);
  return { ...createKeyRing(access.keys), [Symbol.asyncDispose]: () => access[Symbol.asyncDispose]() };
}
