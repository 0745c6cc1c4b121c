import type { CredentialStore } from "./credentials/credential-store.ts";
import type { RevokedTokens } from "./tokens/revoked-tokens.ts";

/** Who may come in: kept apart from the tasks, and shared by the server and the commands that change it. */
export interface AccessStores extends AsyncDisposable {
  readonly keys: CredentialStore;
  readonly clients: CredentialStore;
  readonly revokedTokens: RevokedTokens;
  /** Resolves where the store answers. */
  ping(signal: AbortSignal): Promise<void>;
}
