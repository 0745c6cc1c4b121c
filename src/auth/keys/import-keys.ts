import type { StoredCredential } from "../credentials/credential.ts";
import type { CredentialStore } from "../credentials/credential-store.ts";
import { exportedKey } from "./exported-key.ts";

export interface KeyImport {
  /** Ids of keys that were not there before. */
  readonly added: readonly string[];
  /** Ids of keys that were there already, just so. */
  readonly unchanged: readonly string[];
  /** Keys whose id is taken by a key that differs, with the fields in which it does; those stay as they were. */
  readonly conflicts: readonly { readonly id: string; readonly fields: readonly string[] }[];
}

/** Takes over every key that is not there yet. Doing it twice is as good as once. */
export async function importKeys(
  store: Pick<CredentialStore, "add" | "find">,
  keys: readonly StoredCredential[],
): Promise<KeyImport> {
  const added: string[] = [];
  const unchanged: string[] = [];
  const conflicts: { id: string; fields: string[] }[] = [];
  for (const key of keys) {
    const { id } = key.credential;
    if (await store.add(key)) {
      added.push(id);
      continue;
    }
    const known = await store.find(id);
    const fields = known === undefined ? [] : differingFields(known, key);
    if (fields.length === 0) unchanged.push(id);
    else conflicts.push({ id, fields });
  }
  return { added, unchanged, conflicts };
}

/** When a key was last used may differ: that goes on at both places. */
function differingFields(one: StoredCredential, other: StoredCredential): string[] {
  const [here, there] = [exportedKey(one), exportedKey(other)];
  return Object.keys({ ...here, ...there }).filter((name) => {
    if (name === "lastUsedAt") return false;
    const field = name as keyof typeof here;
    return JSON.stringify(here[field]) !== JSON.stringify(there[field]);
  });
}
