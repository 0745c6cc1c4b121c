import { type ClientRing, createClientRing } from "#auth";
import type { Config } from "#config";
import { auditedClientRing, openOperatorAudit } from "../audit/operator-audit.ts";
import { openAccess } from "./open-access.ts";

/** The OAuth2 clients of the configured database, or of a data folder. @throws the errors of opening a store */
export async function openClientRing(config: Config, folder: string): Promise<ClientRing & AsyncDisposable> {
  await using opening = new AsyncDisposableStack();
  const access = opening.use(await openAccess(config, folder));
  const audit = opening.use(await openOperatorAudit(config, folder));
  const opened = opening.move();
  return {
    ...auditedClientRing(createClientRing(access.clients), audit),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
