import { hash, timingSafeEqual } from "node:crypto";
import type { CredentialSecret } from "./credential.ts";

/** What is stored in place of a secret. A plain SHA-256 suffices: 256 random bits cannot be guessed from it. */
export function hashSecret(secret: string): Uint8Array {
  // By way of a text, whose bytes fit the runtime's pool: memory of its own for each hash takes longer than hashing.
  return Buffer.from(hash("sha256", secret, "binary"), "binary");
}

/** Compared with where there is nothing to compare with, so that this takes as long as a wrong secret. */
const NOBODYS_HASH = hashSecret("");

/**
 * True for the secret that the credential has, and until its time for the one before. Takes as long for a wrong secret
 * and for no credential (undefined) as for the right one.
 */
export function secretMatches(secret: string, kept: CredentialSecret | undefined, now: number): boolean {
  const given = hashSecret(secret);
  const current = sameHash(given, kept?.hash ?? NOBODYS_HASH);
  const previous = sameHash(given, kept?.previous?.hash ?? NOBODYS_HASH);
  if (kept === undefined) return false;
  return current || (previous && kept.previous !== undefined && now < kept.previous.validUntil);
}

function sameHash(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
