import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createSecureContext } from "node:tls";
import type { Config } from "#config";
import type { TlsMaterial } from "#http";
import { TlsUnusableError } from "./errors.ts";

/**
 * What encrypted lines stand on, read and checked; undefined where the server speaks plain HTTP.
 *
 * @throws TlsUnusableError, which never tells what stands in a file
 */
export async function readTlsFiles({ server }: Config, now: number): Promise<TlsMaterial | undefined> {
  const { cert, key, clientCa, clientCertificates } = server.tls;
  if (cert === undefined || key === undefined) return undefined;
  const material: TlsMaterial = {
    cert: await readPem(cert),
    key: await readPem(key),
    ...(clientCa === undefined ? {} : { clientCa: await readPem(clientCa), clientCertificates }),
  };
  const certificate = certificateOf(cert, material.cert);
  if (!certificate.checkPrivateKey(privateKeyOf(key, material.key))) {
    throw new TlsUnusableError(key, "it is not the key of the certificate");
  }
  if (certificate.validToDate.getTime() < now)
    throw new TlsUnusableError(cert, "the certificate has expired");
  if (clientCa !== undefined) certificateOf(clientCa, material.clientCa ?? "");
  try {
    createSecureContext({ cert: material.cert, key: material.key, ca: material.clientCa });
  } catch (cause) {
    throw new TlsUnusableError(cert, "TLS cannot be spoken with it", { cause });
  }
  return material;
}

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    throw new TlsUnusableError(path, missing ? "there is no such file" : "it cannot be read", { cause });
  }
}

function certificateOf(path: string, pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new TlsUnusableError(path, "it holds no certificate as PEM");
  }
}

function privateKeyOf(path: string, pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new TlsUnusableError(path, "it holds no private key as PEM, or one with a passphrase");
  }
}
