import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Config, loadConfig } from "#config";
import { readTlsFiles } from "../../src/app/server/serve/tls-files.ts";
import { makeAuthority, makeCertificate, writeCertificate } from "./certificates.ts";

const NOW = Date.now();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "a2a-minions-tls-"));
  const authority = await makeAuthority();
  await writeCertificate(folder, "own", await makeCertificate(authority));
  await writeCertificate(folder, "other", await makeCertificate(authority));
  const notAfterDate = new Date("2020-01-01T00:00:00Z");
  await writeCertificate(folder, "old", await makeCertificate(authority, { notAfterDate }));
  await writeFile(join(folder, "noise.pem"), "secret-noise");
});
afterAll(() => rm(folder, { recursive: true }));

function configWith(flags: Readonly<Record<string, string>>): Promise<Config> {
  const readText = () => Promise.reject(Object.assign(new Error("none"), { code: "ENOENT" }));
  return loadConfig({ flags, env: {}, workingDirectory: folder, readText });
}

describe("files of TLS", () => {
  it("are none where none are named", async () => {
    expect(await readTlsFiles(await configWith({}), NOW)).toBeUndefined();
  });

  it("are read where they fit", async () => {
    const flags = { "tls-cert": "own.pem", "tls-key": "own-key.pem", "tls-client-ca": "other.pem" };
    expect(await readTlsFiles(await configWith(flags), NOW)).toMatchObject({
      cert: expect.stringContaining("BEGIN CERTIFICATE"),
      key: expect.stringContaining("PRIVATE KEY"),
      clientCa: expect.stringContaining("BEGIN CERTIFICATE"),
      clientCertificates: "required",
    });
  });

  it.each([
    ["own.pem", "missing.pem", undefined, "there is no such file"],
    ["own.pem", ".", undefined, "it cannot be read"],
    ["noise.pem", "own-key.pem", undefined, "it holds no certificate as PEM"],
    ["own.pem", "noise.pem", undefined, "it holds no private key as PEM"],
    ["own.pem", "other-key.pem", undefined, "it is not the key of the certificate"],
    ["old.pem", "old-key.pem", undefined, "the certificate has expired"],
    ["own.pem", "own-key.pem", "noise.pem", "it holds no certificate as PEM"],
  ])("are refused where they do not: %s with %s and %s", async (cert, key, ca, problem) => {
    const flags = { "tls-cert": cert, "tls-key": key, ...(ca === undefined ? {} : { "tls-client-ca": ca }) };
    const failure = await readTlsFiles(await configWith(flags), NOW).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "tls-unusable", message: expect.stringContaining(problem) });
    expect(String(failure)).not.toContain("secret-noise");
  });

  it.each([
    [{ "tls-cert": "own.pem" }, "named together"],
    [{ "tls-key": "own-key.pem" }, "named together"],
    [{ "tls-client-ca": "own.pem" }, "need a certificate of the server"],
  ])("are refused by halves: %j", async (flags, problem) => {
    await expect(configWith(flags)).rejects.toThrow(problem);
  });
});
