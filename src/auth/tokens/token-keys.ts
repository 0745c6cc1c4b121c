import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, type JWK } from "jose";
import { TokenKeyError } from "../errors.ts";

/** Algorithms of this server's own tokens; which one a token has is decided by its key, never by the token. */
export type TokenAlgorithm = "HS256" | "EdDSA" | "ES256" | "RS256";

/** A key that tokens of this server are checked with. */
export interface TokenKey {
  /** Undefined for a shared secret: a name made of it would tell something of it. */
  readonly kid: string | undefined;
  readonly algorithm: TokenAlgorithm;
  readonly key: KeyObject | Uint8Array;
}

/** The keys of this server's own tokens: one signs, all verify. */
export interface TokenKeys {
  /** Undefined where no key can sign: tokens of others, or earlier ones, are all that is taken. */
  readonly signer: TokenKey | undefined;
  readonly verifiers: readonly TokenKey[];
  /** What others may know: the public halves, and nothing of a shared secret. */
  readonly publicKeys: readonly JWK[];
}

/** A key as it stands in a file. */
export interface KeyText {
  /** For messages. */
  readonly file: string;
  /** PEM: a private key (PKCS #8), or a public one (SPKI) that only verifies. */
  readonly pem: string;
}

export interface TokenKeyTexts {
  /** Shared secrets, the present one first. */
  readonly secrets: readonly string[];
  /** The first one signs, before any secret. */
  readonly files: readonly KeyText[];
}

const MIN_RSA_BITS = 2048;

/** @throws TokenKeyError for what is no key that tokens can be signed with, or is there twice */
export async function readTokenKeys({ secrets, files }: TokenKeyTexts): Promise<TokenKeys> {
  const pairs = await Promise.all(files.map(readPair));
  const shared = secrets.map(sharedKey);
  const twice = pairs.find(({ jwk }, index) => pairs.findIndex((one) => one.jwk.kid === jwk.kid) !== index);
  if (twice !== undefined) throw new TokenKeyError(twice.file, "it is given twice");
  const [first] = pairs;
  if (first !== undefined && first.signer === undefined) {
    throw new TokenKeyError(first.file, "the first key has to sign, and this one is public");
  }
  return {
    signer: first?.signer ?? shared[0],
    verifiers: [...pairs.map(({ verifier }) => verifier), ...shared],
    publicKeys: pairs.map(({ jwk }) => jwk),
  };
}

interface Pair {
  readonly file: string;
  readonly signer: TokenKey | undefined;
  readonly verifier: TokenKey;
  readonly jwk: JWK;
}

async function readPair({ file, pem }: KeyText): Promise<Pair> {
  const { privateKey, publicKey } = readPem(file, pem);
  const algorithm = algorithmOf(file, publicKey);
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    file,
    signer: privateKey && { kid, algorithm, key: privateKey },
    verifier: { kid, algorithm, key: publicKey },
    jwk: { ...jwk, kid, alg: algorithm, use: "sig" },
  };
}

function readPem(file: string, pem: string): { privateKey: KeyObject | undefined; publicKey: KeyObject } {
  try {
    if (pem.includes("PUBLIC KEY")) return { privateKey: undefined, publicKey: createPublicKey(pem) };
    const privateKey = createPrivateKey(pem);
    return { privateKey, publicKey: createPublicKey(privateKey) };
  } catch {
    // The parser's own words may quote the key.
    throw new TokenKeyError(file, "it holds no PEM of a key without a passphrase");
  }
}

function algorithmOf(file: string, key: KeyObject): TokenAlgorithm {
  const { asymmetricKeyType, asymmetricKeyDetails } = key;
  switch (asymmetricKeyType) {
    case "ed25519":
      return "EdDSA";
    case "ec":
      if (asymmetricKeyDetails?.namedCurve === "prime256v1") return "ES256";
      break;
    case "rsa":
      if ((asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_RSA_BITS) return "RS256";
      break;
  }
  throw new TokenKeyError(file, `only Ed25519, EC P-256 and RSA of ${MIN_RSA_BITS} bits or more will do`);
}

function sharedKey(secret: string): TokenKey {
  return { kid: undefined, algorithm: "HS256", key: new TextEncoder().encode(secret) };
}
