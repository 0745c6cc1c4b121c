import { writeFile } from "node:fs/promises";
import { request as httpsRequest } from "node:https";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sendJson } from "../../src/a2a/testing/requests.ts";
import { runCommand, temporaryFolder } from "../e2e/run-command.ts";
import { makeKey, serve } from "../e2e/serve.ts";
import { openHttpRig, V1 } from "../http/http-rig.ts";
import { makeAuthority, makeCertificate, writeCertificate } from "../tls/certificates.ts";
import { documentedBlocks, freePort, NGINX, startNginx } from "./nginx.ts";

const REPORT = join(import.meta.dirname, "../../samples/northgate-2025-annual-report.pdf");

/** The page's block for this machine: other ports, another certificate, nothing else. */
function serverBlock(
  block: string,
  folder: string,
  { front, back }: { front: number; back: number },
): string {
  return block
    .replace("listen 443 ssl", `listen 127.0.0.1:${front} ssl`)
    .replace("/etc/ssl/minions.pem", join(folder, "own.pem"))
    .replace("/etc/ssl/minions-key.pem", join(folder, "own-key.pem"))
    .replaceAll("127.0.0.1:8000", `127.0.0.1:${back}`);
}

async function folderWithCertificate() {
  const folder = await temporaryFolder();
  const authority = await makeAuthority();
  await writeFile(join(folder.path, "authority.pem"), authority.cert);
  await writeCertificate(folder.path, "own", await makeCertificate(authority));
  return Object.assign(folder, { ca: authority.cert });
}

interface Asked {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly next: () => Promise<string>;
}

/** A request by TLS whose body is read piece by piece. */
function ask(
  url: string,
  { ca, body, headers = {} }: { ca: string; body?: string; headers?: Record<string, string> },
): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const options = { ca, method: body === undefined ? "GET" : "POST", headers, agent: false };
    const sent = httpsRequest(url, options, (response) => {
      const pieces = response.setEncoding("utf8")[Symbol.asyncIterator]();
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        next: async () => String((await pieces.next()).value ?? ""),
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

describe.skipIf(NGINX === undefined)(
  "behind nginx (skipped where the machine has none)",
  { timeout: 120_000 },
  () => {
    const [whole = "", underPath = ""] = documentedBlocks();

    it("learns the client's address and scheme from the proxy alone, and streams event by event", async () => {
      await using folder = await folderWithCertificate();
      await using rig = openHttpRig({
        network: { trustedProxies: ["127.0.0.1"] },
        openRoutes: [(server) => void server.get("/seen", async ({ ip, protocol }) => ({ ip, protocol }))],
      });
      const { port } = new URL(await rig.server.listen({ host: "127.0.0.1", port: 0 }));
      const ports = { front: await freePort(), back: Number(port) };
      await using _nginx = await startNginx(folder.path, serverBlock(whole, folder.path, ports));
      const front = `https://localhost:${ports.front}`;
      const { ca } = folder;
      const seen = await ask(`${front}/seen`, { ca, headers: { "x-forwarded-for": "203.0.113.9" } });
      expect(JSON.parse(await seen.next())).toEqual({ ip: "127.0.0.1", protocol: "https" });
      expect(seen.headers["strict-transport-security"]).toBe("max-age=31536000");
      for (const path of ["/metrics", "/health"]) expect((await ask(front + path, { ca })).status).toBe(403);

      const stream = await ask(`${front}/message:stream`, {
        ca,
        headers: { ...V1, "content-type": "application/json" },
        body: JSON.stringify(sendJson()),
      });
      expect(await stream.next()).toContain("TASK_STATE_SUBMITTED");
      // The next is told only now: had the proxy kept the first back, it would not have come.
      rig.engine.tell("task-1", { type: "status-changed", state: { kind: "working" } });
      expect(await stream.next()).toContain("TASK_STATE_WORKING");
      rig.engine.tell("task-1", { type: "status-changed", state: { kind: "completed" } });
      expect(await stream.next()).toContain("TASK_STATE_COMPLETED");
    });

    it("is reached below a path by whoever knows its address", async () => {
      await using folder = await folderWithCertificate();
      const cwd = folder.path;
      const ports = { front: await freePort(), back: await freePort() };
      const baseUrl = `https://localhost:${ports.front}/minions`;
      await using _server = await serve(
        ["--port", String(ports.back), "--base-url", baseUrl, "--trusted-proxies", "127.0.0.1"],
        { cwd },
      );
      const block = whole.replace(/location \/ \{[\s\S]*?\n {2}\}/, underPath);
      await using _nginx = await startNginx(cwd, serverBlock(block, cwd, ports));
      const card = await ask(`${baseUrl}/.well-known/agent-card.json`, { ca: folder.ca });
      expect(await card.next()).toContain(`"url":"${baseUrl}`);
      const flags = ["--server", baseUrl, "--key", await makeKey(cwd), "--ca", "authority.pem"];
      const asked = await runCommand(["ask", REPORT, "What was capital expenditure in 2025?", ...flags], {
        cwd,
      });
      expect(asked).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("246 million") });
    });
  },
);

describe("what a client says of itself", () => {
  it.each([
    ["is not believed where no proxy is named", undefined, "192.0.2.1", "192.0.2.1"],
    ["is not believed from elsewhere", ["10.0.0.0/8"], "192.0.2.1", "192.0.2.1"],
    ["is believed from a proxy", ["10.0.0.0/8"], "10.1.2.3", "203.0.113.9"],
    [
      "is believed from a proxy on a socket of both families",
      ["10.0.0.0/8"],
      "::ffff:10.1.2.3",
      "203.0.113.9",
    ],
  ])("%s", async (_what, trustedProxies, remoteAddress, expected) => {
    await using rig = openHttpRig({
      ...(trustedProxies === undefined ? {} : { network: { trustedProxies } }),
      openRoutes: [(server) => void server.get("/seen", async ({ ip }) => ip)],
    });
    const headers = { "x-forwarded-for": "198.51.100.1, 203.0.113.9" };
    const { body } = await rig.server.fastify.inject({ url: "/seen", remoteAddress, headers });
    expect(body).toBe(expected);
  });
});
