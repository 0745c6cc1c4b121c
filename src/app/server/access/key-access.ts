import {
  type AccessStores,
  type Authenticator,
  createKeyAuthenticator,
  credentialState,
  UseNotes,
} from "#auth";
import type { Config } from "#config";
import type { RuntimeParts } from "../../runtime-parts.ts";
import { faultOf } from "../observing/log-engine.ts";
import { isLoopback } from "../serve/addresses.ts";
import { AuthRequiredError } from "../serve/errors.ts";

/** How keys let somebody in. Dispose it after the server has closed: it still has to write when they were last used. */
export interface KeyAccess extends AsyncDisposable {
  readonly authenticator: Authenticator;
  /** True where clients have to show a key and there is none that is good. */
  needsKey(): Promise<boolean>;
}

export function openKeyAccess({ keys }: AccessStores, { config, clock, log }: RuntimeParts): KeyAccess {
  const { auth, apiKey } = config.server;
  const uses = new UseNotes({
    store: keys,
    clock,
    onFailed: (error) => log.warn({ err: faultOf(error) }, "when keys were last used could not be written"),
  });
  const authenticator = createKeyAuthenticator(keys, {
    clock,
    onUsed: (id) => uses.note(id),
    ...(apiKey === undefined ? {} : { developmentKey: apiKey.reveal() }),
  });
  return {
    authenticator,
    async needsKey() {
      if (!auth || apiKey !== undefined) return false;
      const now = clock.now();
      return (await keys.list()).every(({ credential }) => credentialState(credential, now) !== "valid");
    },
    [Symbol.asyncDispose]: () => uses[Symbol.asyncDispose](),
  };
}

/** Ways in for development keep to this machine, unless that was said frankly. @throws AuthRequiredError */
export function refuseDevelopmentAccess(server: Config["server"]): void {
  const { host, auth, apiKey, insecureAccessFromNetwork } = server;
  const forDevelopment = !auth || apiKey !== undefined;
  if (forDevelopment && !isLoopback(host) && !insecureAccessFromNetwork) throw new AuthRequiredError(host);
}
