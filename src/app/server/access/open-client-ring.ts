import { type ClientRing, createClientRing } from "#auth";
import type { Config } from "#config";
import { openAccess } from "./open-access.ts";

/** The OAuth2 clients of the configured database, or of a data folder. @throws the errors of opening a store */
export async function openClientRing(config: Config, folder: string): Promise<ClientRing & AsyncDisposable> {
  const access = await openAccess(config, folder);
  return { ...createClientRing(access.clients), [Symbol.asyncDispose]: () => access[Symbol.asyncDispose]() };
}
