import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openLocalServer } from "../../src/fetching/testing/local-server.ts";
import { temporaryFolder } from "./run-command.ts";
import { type ServedProcess, serve } from "./serve.ts";

const REPORT = join(import.meta.dirname, "../../samples/northgate-2025-annual-report.pdf");
const QUESTION = "What was capital expenditure in 2025?";

async function openReports() {
  const report = await readFile(REPORT);
  return await openLocalServer((request, response) => {
    if (request.url === "/moved") response.writeHead(302, { location: "http://169.254.169.254/" }).end();
    else if (request.url !== "/report.pdf") response.writeHead(404).end("Secrets of the network");
    else response.writeHead(200, { "content-type": "application/pdf" }).end(report);
  });
}

async function serveWith(cwd: string, ...flags: readonly string[]): Promise<ServedProcess> {
  return await serve(["--port", "0", "--no-auth", ...flags], { cwd });
}

async function ask(server: ServedProcess, url: string): Promise<string> {
  const message = {
    messageId: crypto.randomUUID(),
    role: "ROLE_USER",
    parts: [{ text: QUESTION }, { url, mediaType: "application/pdf" }],
  };
  const answer = await fetch(server.url, {
    method: "POST",
    headers: { "content-type": "application/json", "a2a-version": "1.0" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "SendMessage", params: { message } }),
  });
  return await answer.text();
}

async function cardOf(server: ServedProcess): Promise<string> {
  return await (await fetch(`${server.url}/.well-known/agent-card.json`)).text();
}

describe("Documents by URL", () => {
  it("are refused unless the operator allows them, and the card says so", async () => {
    await using folder = await temporaryFolder();
    await using reports = await openReports();
    await using server = await serveWith(folder.path);
    const answer = JSON.parse(await ask(server, `http://127.0.0.1:${reports.port}/report.pdf`));
    expect(answer.error).toMatchObject({
      code: -32004,
      message: "message.parts[1].url: This server fetches no documents: send the bytes in raw.",
    });
    expect(await cardOf(server)).toContain("parts with a url are refused");
    expect(reports.connections()).toBe(0);
  });

  it("are fetched where they are allowed, and answered from", async () => {
    await using folder = await temporaryFolder();
    await using reports = await openReports();
    const flags = ["--url-http", "--url-private", "127.0.0.1/32,::1", "--url-hosts", "localhost"];
    await using server = await serveWith(folder.path, "--url-parts", ...flags);
    const base = `http://localhost:${reports.port}`;
    const answer = await ask(server, `${base}/report.pdf`);
    expect(answer).toContain("TASK_STATE_COMPLETED");
    expect(answer).toContain("246 million");
    expect(await cardOf(server)).toContain("or named by url");
    const missing = JSON.parse(await ask(server, `${base}/missing.pdf`));
    expect(missing.error).toMatchObject({
      code: -32602,
      message: expect.stringContaining("answers with status 404"),
      data: [{}, { fieldViolations: [{ field: "message.parts[1].url", reason: "URL_FETCH_FAILED" }] }],
    });
    expect(JSON.stringify(missing)).not.toContain("Secrets");
    const moved = JSON.parse(await ask(server, `${base}/moved`));
    expect(moved.error).toMatchObject({ message: expect.stringContaining("leads on to somewhere else") });
    const other = JSON.parse(await ask(server, `http://127.0.0.1:${reports.port}/report.pdf`));
    expect(other.error).toMatchObject({ message: expect.stringContaining("may be fetched from") });
  });

  it("stay away from this machine and its network where only the public internet is allowed", async () => {
    await using folder = await temporaryFolder();
    await using reports = await openReports();
    await using server = await serveWith(folder.path, "--url-parts", "--url-http");
    for (const host of ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "[::1]"]) {
      const answer = JSON.parse(await ask(server, `http://${host}:${reports.port}/report.pdf`));
      expect(answer.error, host).toMatchObject({
        code: -32602,
        data: [{}, { fieldViolations: [{ field: "message.parts[1].url", reason: "URL_REFUSED" }] }],
      });
    }
    expect(reports.connections()).toBe(0);
  });
});
