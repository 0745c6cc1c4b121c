import { describe, expect, it } from "vitest";
import { sendJson } from "../../src/a2a/testing/requests.ts";
import { openHttpRig } from "./http-rig.ts";
import { openRawLine } from "./raw-line.ts";

const HEAD =
  "POST /message:send HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nA2A-Version: 1.0\r\n";
const LOCAL = { host: "127.0.0.1", port: 0 };

describe("a client that sends too slowly", () => {
  it("is answered and let go when its headers do not end", async () => {
    await using rig = openHttpRig({ limits: { headersTimeoutMs: 100, requestTimeoutMs: 5_000 } });
    using line = openRawLine(await rig.server.listen(LOCAL));
    line.send("GET /livez HTTP/1.1\r\nHost: a\r\nX-Drip: ");
    expect(await line.ended).toMatch(/^HTTP\/1.1 408 [\s\S]*"code":"request-too-slow"/);
  });

  it.each([
    ["that is announced small", "Content-Length: 100\r\n\r\n{"],
    ["that is announced large", "Content-Length: 1000000\r\n\r\n{"],
    ["in pieces", "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"],
    ["of an address that takes none", "Content-Length: 100\r\n\r\n{", "GET /nowhere HTTP/1.1\r\nHost: a\r\n"],
  ])("is let go when its body does not come: %s", async (_what, body, head = HEAD) => {
    await using rig = openHttpRig({ limits: { bodyGraceMs: 100 } });
    using line = openRawLine(await rig.server.listen(LOCAL));
    line.send(head + body);
    expect(await line.ended).toMatch(/HTTP\/1.1 (408|404) /);
    expect((await fetch(`http://127.0.0.1:${new URL(addressOf(rig)).port}/livez`)).status).toBe(200);
  });

  it("is not taken for slow while it keeps the pace", async () => {
    await using rig = openHttpRig({ limits: { bodyGraceMs: 50, minBytesPerSecond: 1_000 } });
    using line = openRawLine(await rig.server.listen(LOCAL));
    const body = " ".repeat(100_000);
    line.send(`${HEAD}Content-Length: ${body.length + 2}\r\nConnection: close\r\n\r\n${body}`);
    // A hundred seconds are earned by now; several looks later the line is still there.
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(line.socket.destroyed).toBe(false);
    line.send("{}");
    expect(await line.ended).toMatch(/^HTTP\/1.1 400 /);
  });

  it("may be silent for long while its request is worked on", async () => {
    await using rig = openHttpRig({
      limits: { bodyGraceMs: 20, requestTimeoutMs: 50, headersTimeoutMs: 50 },
    });
    using line = openRawLine(await rig.server.listen(LOCAL));
    const body = JSON.stringify(sendJson());
    line.send(`${HEAD}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
    await expect.poll(() => rig.engine.listeners).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 150));
    rig.engine.tell("task-1", { type: "status-changed", state: { kind: "completed" } });
    expect(await line.ended).toMatch(/^HTTP\/1.1 200 /);
  });
});

describe("a client that does not read", () => {
  it("is let go, with what it has not taken", async () => {
    const large = "x".repeat(20_000_000);
    await using rig = openHttpRig({
      limits: { stallMs: 100 },
      openRoutes: [(server) => void server.get("/large", async () => large)],
    });
    using line = openRawLine(await rig.server.listen(LOCAL));
    line.socket.pause();
    const left = new Promise((resolve) =>
      rig.server.fastify.server.once("request", (_request, response) =>
        response.once("close", () => resolve("left")),
      ),
    );
    line.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(await left).toBe("left");
  });
});

describe("lines", () => {
  it("beyond the most of one address are cut, and more come in when one has ended", async () => {
    await using rig = openHttpRig({ limits: { maxConnectionsPerAddress: 2 } });
    const address = await rig.server.listen(LOCAL);
    const ask = "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n";
    using first = openRawLine(address);
    using second = openRawLine(address);
    for (const line of [first, second]) {
      line.send(ask);
      await line.until(/200 OK/);
    }
    using third = openRawLine(address);
    third.send(ask);
    expect(await third.ended).toBe("");
    first.socket.destroy();
    await expect
      .poll(() =>
        fetch(`${address}/livez`).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
  });

  it("beyond the most at all are cut, also those of a proxy that is trusted", async () => {
    await using rig = openHttpRig({
      limits: { maxConnections: 2, maxConnectionsPerAddress: 1 },
      network: { trustedProxies: ["127.0.0.0/8"] },
    });
    const address = await rig.server.listen(LOCAL);
    const ask = "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n";
    using first = openRawLine(address);
    using second = openRawLine(address);
    for (const line of [first, second]) {
      line.send(ask);
      await line.until(/200 OK/);
    }
    using third = openRawLine(address);
    third.send(ask);
    expect(await third.ended).toBe("");
  });

  it("are to be closed after the most requests that may come over one", async () => {
    await using rig = openHttpRig({ limits: { maxRequestsPerConnection: 2 } });
    using line = openRawLine(await rig.server.listen(LOCAL));
    const ask = "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n";
    line.send(ask);
    await line.until(/200 OK[\s\S]*ok\n/);
    line.send(ask);
    const answers = await line.until(/connection: close[\s\S]*ok\n/i);
    expect(answers.match(/HTTP\/1.1 200 OK/g)).toHaveLength(2);
  });
});

function addressOf({ server }: ReturnType<typeof openHttpRig>): string {
  const at = server.fastify.server.address();
  if (at === null || typeof at === "string") throw new Error("It does not listen.");
  return `http://127.0.0.1:${at.port}`;
}
