import { z } from "zod";
import type { StoredCredential } from "../credentials/credential.ts";
import { SCOPES } from "../principal.ts";

const MAX_LABEL = 128;

const label = z
  .string()
  .trim()
  .min(1)
  .max(MAX_LABEL)
  .regex(/^\P{Cc}+$/u, "must be on one line");
const time = z.iso.datetime({ offset: true });
const hash = z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hexadecimal digits");

/** One line of an export: a key with the hash of its secret. Nobody can come in with it who has not the key itself. */
const exportedKeySchema = z.strictObject({
  form: z.literal("a2a-minions-key/1"),
  id: z.string().regex(/^[0-9a-f]{16}$/, "must be 16 hexadecimal digits"),
  name: label,
  owner: label,
  tenant: label,
  tier: label,
  scopes: z.array(z.enum(SCOPES)).min(1),
  createdAt: time,
  rotatedAt: time.nullable(),
  lastUsedAt: time.nullable(),
  expiresAt: time.nullable(),
  revokedAt: time.nullable(),
  secretHash: hash,
  previousSecretHash: hash.nullable(),
  previousValidUntil: time.nullable(),
});

export type ExportedKey = z.output<typeof exportedKeySchema>;

export function exportedKey({ credential, secret }: StoredCredential): ExportedKey {
  const { id, name, owner, tenant, tier, scopes } = credential;
  const { hash: current, previous } = secret;
  return {
    form: "a2a-minions-key/1",
    ...{ id, name, owner, tenant, tier, scopes: [...scopes] },
    createdAt: isoTime(credential.createdAt),
    rotatedAt: isoTimeOrNull(credential.rotatedAt),
    lastUsedAt: isoTimeOrNull(credential.lastUsedAt),
    expiresAt: isoTimeOrNull(credential.expiresAt),
    revokedAt: isoTimeOrNull(credential.revokedAt),
    secretHash: hashText(current),
    previousSecretHash: previous === undefined ? null : hashText(previous.hash),
    previousValidUntil: isoTimeOrNull(previous?.validUntil),
  };
}

/** What is wrong with one line, in words that hold nothing of it. */
export type ReadExportedKey =
  | { readonly kind: "key"; readonly stored: StoredCredential }
  | { readonly kind: "invalid"; readonly problem: string };

export function readExportedKey(line: string): ReadExportedKey {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: "invalid", problem: "is no JSON" };
  }
  const parsed = exportedKeySchema.safeParse(value);
  if (parsed.success) return { kind: "key", stored: storedOf(parsed.data) };
  const issue = parsed.error.issues[0];
  const where = issue?.path.join(".") ?? "";
  return { kind: "invalid", problem: `${where === "" ? "" : `${where}: `}${issue?.message ?? "is no key"}` };
}

function storedOf(line: ExportedKey): StoredCredential {
  const { id, name, owner, tenant, tier, scopes } = line;
  const { previousSecretHash, previousValidUntil } = line;
  return {
    credential: {
      ...{ id, name, owner, tenant, tier, scopes },
      createdAt: Date.parse(line.createdAt),
      rotatedAt: milliseconds(line.rotatedAt),
      lastUsedAt: milliseconds(line.lastUsedAt),
      expiresAt: milliseconds(line.expiresAt),
      revokedAt: milliseconds(line.revokedAt),
    },
    secret: {
      hash: hashBytes(line.secretHash),
      previous:
        previousSecretHash === null || previousValidUntil === null
          ? undefined
          : { hash: hashBytes(previousSecretHash), validUntil: Date.parse(previousValidUntil) },
    },
  };
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}

function isoTimeOrNull(at: number | undefined): string | null {
  return at === undefined ? null : isoTime(at);
}

function milliseconds(time: string | null): number | undefined {
  return time === null ? undefined : Date.parse(time);
}

function hashText(bytes: Uint8Array): string {
  return `sha256:${Buffer.from(bytes).toString("hex")}`;
}

function hashBytes(text: string): Uint8Array {
  return Buffer.from(text.slice("sha256:".length), "hex");
}
