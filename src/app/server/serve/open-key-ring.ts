import { createKeyRing, type KeyRing } from "#auth";
import type { Config } from "#config";
import { openAccess } from "../access/open-access.ts";
import { auditedKeyRing, openOperatorAudit } from "../audit/operator-audit.ts";

/**
 * The keys of the configured database, or of a data folder; a server that runs on it takes them at once.
 *
 * @throws the errors of opening a store
 */
export async function openKeyRing(config: Config, folder: string): Promise<KeyRing & AsyncDisposable> {
  await using opening = new AsyncDisposableStack();
  const access = opening.use(await openAccess(config, folder));
  const audit = opening.use(await openOperatorAudit(config, folder));
  const opened = opening.move();
  return {
    ...auditedKeyRing(createKeyRing(access.keys), audit),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
