import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "node:tls";
import { describe, expect, it } from "vitest";
import { runCommand, temporaryFolder } from "../e2e/run-command.ts";
import { makeKey, serve } from "../e2e/serve.ts";
import { makeAuthority, makeCertificate, writeCertificate } from "./certificates.ts";

const TLS = ["--port", "0", "--tls-cert", "own.pem", "--tls-key", "own-key.pem"];

function serialAt(url: string, ca: string): Promise<string | undefined> {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    const line = connect({ port: Number(port), host: "127.0.0.1", servername: "localhost", ca }, () => {
      resolve(line.getPeerX509Certificate()?.serialNumber);
      line.destroy();
    });
    line.on("error", reject);
  });
}

describe("serve with a certificate", { timeout: 120_000 }, () => {
  it("speaks https to clients that trust its authority, says so on its card, and takes a new one on SIGHUP", async () => {
    await using folder = await temporaryFolder();
    const cwd = folder.path;
    const authority = await makeAuthority();
    await writeFile(join(cwd, "authority.pem"), authority.cert);
    await writeCertificate(cwd, "own", await makeCertificate(authority));
    await using server = await serve([...TLS, "--log-level", "info"], { cwd });
    expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const key = await makeKey(cwd);
    const list = (...flags: string[]) =>
      runCommand(["tasks", "list", "--server", server.url, "--key", key, ...flags], { cwd });
    expect(await list("--ca", "authority.pem")).toMatchObject({ exitCode: 0 });
    expect(await list()).toMatchObject({
      exitCode: 11,
      stderr: expect.stringContaining("cannot be reached"),
    });
    expect(await list("--ca", "own-key.pem")).toMatchObject({ exitCode: 2 });

    const { process: child } = server.started;
    let log = "";
    child.stderr.on("data", (text: string) => {
      log += text;
    });
    const before = await serialAt(server.url, authority.cert);
    await writeFile(join(cwd, "own-key.pem"), "no key");
    child.kill("SIGHUP");
    await expect.poll(() => log).toContain("The old certificate stays.");
    expect(await serialAt(server.url, authority.cert)).toBe(before);
    await writeCertificate(cwd, "own", await makeCertificate(authority));
    child.kill("SIGHUP");
    await expect.poll(() => log).toContain("read again");
    expect(await serialAt(server.url, authority.cert)).not.toBe(before);
    expect(await list("--ca", "authority.pem")).toMatchObject({ exitCode: 0 });
  });

  it("does not start with a key of another certificate", async () => {
    await using folder = await temporaryFolder();
    const cwd = folder.path;
    await writeCertificate(cwd, "own", await makeCertificate(await makeAuthority()));
    await writeFile(join(cwd, "own-key.pem"), "secret-noise");
    const ended = await runCommand(["serve", ...TLS], { cwd });
    expect(ended).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("holds no private key") });
    expect(ended.stdout + ended.stderr).not.toContain("secret-noise");
  });
});
