import { randomBytes } from "node:crypto";

const ID_BYTES = 8;
const SECRET_BYTES = 32;

/** An id and a secret of a client. Both begin so that people, and scanners of leaked secrets, can tell what they are. */
export interface ClientText {
  readonly id: string;
  readonly secret: string;
}

export function makeClientText(random: (bytes: number) => Uint8Array = randomBytes): ClientText {
  return { id: `a2ac-${Buffer.from(random(ID_BYTES)).toString("hex")}`, secret: makeClientSecret(random) };
}

export function makeClientSecret(random: (bytes: number) => Uint8Array = randomBytes): string {
  return `a2acs_${Buffer.from(random(SECRET_BYTES)).toString("base64url")}`;
}
