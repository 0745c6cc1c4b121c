import { describe, expect, it } from "vitest";
import { KEYS, openHttpRig, V1 } from "./http-rig.ts";
import { openRawLine } from "./raw-line.ts";

const LOCAL = { host: "127.0.0.1", port: 0 };
const MIB = 2 ** 20;

function head(path: string, key: string, body: string): string {
  const lines = ["Host: a", "Content-Type: application/json", "A2A-Version: 1.0", `X-API-Key: ${key}`, body];
  return `POST ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`;
}

describe("large messages", () => {
  const full = { authenticator: KEYS, limits: { maxUploadBytes: 2 * MIB, uploadWaitMs: 30 } };

  it.each([
    ["HTTP+JSON", "/message:send"],
    ["JSON-RPC", "/"],
    ["earlier clients", "/v1/message:send"],
  ])("that find no room are refused unread, with when to come again: %s", async (_name, path) => {
    await using rig = openHttpRig(full);
    const address = await rig.server.listen(LOCAL);
    using ada = openRawLine(address);
    ada.send(head("/message:send", "ada-key", `Content-Length: ${2 * MIB}`));
    using bob = openRawLine(address);
    // Nothing of bob's body is ever sent.
    bob.send(head(path, "bob-key", `Content-Length: ${MIB}\r\nConnection: close`));
    await bob.until(/HTTP\/1.1 503 [\s\S]*uploads-full/i);
    expect(bob.got()).toMatch(/retry-after: 5/i);
  });

  it("of one owner do not keep those of another out", async () => {
    await using rig = openHttpRig(full);
    const address = await rig.server.listen(LOCAL);
    using slow = openRawLine(address);
    slow.send(head("/message:send", "ada-key", `Content-Length: ${MIB}`));
    using more = openRawLine(address);
    more.send(head("/message:send", "ada-key", `Content-Length: ${MIB}`));
    await more.until(/503 /);
    const answer = await fetch(`${address}/message:send`, {
      method: "POST",
      headers: { ...V1, "content-type": "application/json", "x-api-key": "bob-key" },
      body: `"${"x".repeat(MIB / 2)}"`,
    });
    expect(answer.status).toBe(400);
  });

  it("give their room back when they are read, refused, or cut off", async () => {
    await using rig = openHttpRig(full);
    const address = await rig.server.listen(LOCAL);
    const large = `"${"x".repeat(1.5 * MIB)}"`;
    for (const [path, body] of [
      ["/message:send", large],
      ["/message:send", "{".repeat(1.5 * MIB)],
      ["/", large],
    ] as const) {
      const answer = await fetch(`${address}${path}`, {
        method: "POST",
        headers: { ...V1, "content-type": "application/json", "x-api-key": "ada-key" },
        body,
      });
      expect(answer.status).not.toBe(503);
    }
    using cut = openRawLine(address);
    cut.send(`${head("/message:send", "ada-key", `Content-Length: ${1.5 * MIB}`)}{`);
    cut.socket.destroy();
    await cut.ended;
    const answer = await rig.rest("POST", "/message:send", large, { "x-api-key": "bob-key" });
    expect(answer.statusCode).toBe(400);
  });

  it("are not awaited from who is unknown, or where they are too large", async () => {
    await using rig = openHttpRig(full);
    const address = await rig.server.listen(LOCAL);
    for (const [key, length, status] of [
      ["nobody", MIB, 401],
      ["ada-key", 100 * MIB, 413],
    ] as const) {
      using line = openRawLine(address);
      line.send(head("/message:send", key, `Content-Length: ${length}\r\nConnection: close`));
      await line.until(new RegExp(`HTTP/1.1 ${status} `));
    }
  });
});

describe("a client that asks before it sends", () => {
  const expecting = (length: number) => `Content-Length: ${length}\r\nExpect: 100-continue`;

  it("is told to go on, and its line is kept", async () => {
    await using rig = openHttpRig({ authenticator: KEYS });
    using line = openRawLine(await rig.server.listen(LOCAL));
    line.send(head("/message:send", "ada-key", expecting(2)));
    expect(await line.until(/\r\n\r\n/)).toBe("HTTP/1.1 100 Continue\r\n\r\n");
    line.send("{}");
    await line.until(/HTTP\/1.1 400 /);
    line.send("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n");
    await line.until(/HTTP\/1.1 200 OK/);
  });

  it.each([
    ["whom nobody knows", "nobody", 2, 401],
    ["with more than is taken", "ada-key", 100 * MIB, 413],
  ])("is refused before, and its line ends: %s", async (_who, key, length, status) => {
    await using rig = openHttpRig({ authenticator: KEYS });
    using line = openRawLine(await rig.server.listen(LOCAL));
    line.send(head("/message:send", key, expecting(length)));
    const answer = await line.ended;
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).not.toContain("100 Continue");
  });
});
