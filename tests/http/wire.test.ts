import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { ServerBusyError, ShuttingDownError } from "#engine";
import { sendJson } from "../../src/a2a/testing/requests.ts";
import { openHttpRig } from "./http-rig.ts";

/** Sends bytes as they are and gives what comes back until the line ends. */
function exchange(address: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    let got = "";
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.end(bytes));
    socket.setEncoding("latin1");
    socket.on("data", (data) => {
      got += data;
    });
    socket.on("error", () => resolve(got));
    socket.on("close", () => resolve(got));
  });
}

describe("bytes that are no request", () => {
  const length = (size: number) =>
    `Host: a\r\nContent-Type: application/json\r\nContent-Length: ${size}\r\n\r\n`;
  it.each([
    ["noise", "\u0001\u0002\u0003\r\n\r\n", /^HTTP\/1.1 400/],
    ["a greeting of another protocol", "SSH-2.0-OpenSSH_9.6\r\n", /^HTTP\/1.1 400/],
    [
      "headers without end",
      `GET /livez HTTP/1.1\r\nHost: a\r\nX-Long: ${"x".repeat(20_000)}\r\n\r\n`,
      /^HTTP\/1.1 431/,
    ],
    [
      "an address without end",
      `GET /${"x".repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
      /^HTTP\/1.1 (414|431)/,
    ],
    [
      "an address that cannot be decoded",
      "GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
      /^HTTP\/1.1 40/,
    ],
    ["a body that is cut", `POST / HTTP/1.1\r\n${length(100)}{"jsonrpc"`, /^(HTTP\/1.1 400.*)?$/s],
    ["a length that lies", `POST / HTTP/1.1\r\nConnection: close\r\n${length(-5)}`, /^HTTP\/1.1 400/],
    ["a body announced as too large", `POST / HTTP/1.1\r\n${length(999_999_999_999)}`, /^HTTP\/1.1 413/],
    ["two lengths", `POST / HTTP/1.1\r\nContent-Length: 3\r\n${length(2)}{}`, /^HTTP\/1.1 400/],
  ])("%s", async (_name, bytes, answer) => {
    await using rig = openHttpRig();
    const address = await rig.server.listen({ host: "127.0.0.1", port: 0 });
    expect(await exchange(address, bytes)).toMatch(answer);
    expect((await fetch(`${address}/livez`)).status).toBe(200);
  });
});

describe("a server that takes no more", () => {
  it.each([
    ["because it is busy", new ServerBusyError(7), "7", "SERVER_BUSY"],
    ["because it shuts down", new ShuttingDownError(), "5", "SHUTTING_DOWN"],
  ])("%s says when to come again, on both bindings", async (_why, failure, seconds, reason) => {
    await using rig = openHttpRig();
    for (const ask of [
      () => rig.rpc("SendMessage", sendJson()),
      () => rig.rest("POST", "/message:send", sendJson()),
    ]) {
      rig.engine.failure = failure;
      const answer = await ask();
      expect(answer.statusCode).toBe(503);
      expect(answer.headers["retry-after"]).toBe(seconds);
      expect(answer.json().error).toMatchObject({ message: failure.message });
      expect(answer.body).toContain(reason);
    }
  });
});

describe("closing", () => {
  it("answers what is under way and lets nobody new in", async () => {
    await using rig = openHttpRig();
    const address = await rig.server.listen({ host: "127.0.0.1", port: 0 });
    const sending = fetch(`${address}/message:send`, {
      method: "POST",
      headers: { "content-type": "application/json", "a2a-version": "1.0" },
      body: JSON.stringify(sendJson()),
    });
    await expect.poll(() => rig.engine.listeners).toBe(1);
    const closing = rig.server.close();
    rig.engine.tell("task-1", { type: "status-changed", state: { kind: "completed" } });
    expect((await sending).status).toBe(200);
    await closing;
    await expect(fetch(`${address}/livez`)).rejects.toThrow();
  });

  it("answers what still comes before the door is shut as at any other time", async () => {
    const shut = Promise.withResolvers<void>();
    await using rig = openHttpRig({
      openRoutes: [(scope) => void scope.addHook("preClose", () => shut.promise)],
    });
    const address = await rig.server.listen({ host: "127.0.0.1", port: 0 });
    const closing = rig.server.close();
    const answer = await fetch(`${address}/tasks/none`, { headers: { "a2a-version": "1.0" } });
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("TASK_NOT_FOUND");
    expect(answer.headers.get("connection")).toBe("close");
    shut.resolve();
    await closing;
  });

  it("does not wait for ever for what never ends", async () => {
    await using rig = openHttpRig({ limits: { closeGraceMs: 20 } });
    const address = await rig.server.listen({ host: "127.0.0.1", port: 0 });
    const headers = { "content-type": "application/json", "a2a-version": "1.0" };
    const body = JSON.stringify(sendJson());
    const cut = fetch(`${address}/message:send`, { method: "POST", headers, body }).catch(() => "cut");
    await expect.poll(() => rig.engine.listeners).toBe(1);
    await rig.server.close();
    expect(await cut).toBe("cut");
    await expect.poll(() => rig.engine.listeners).toBe(0);
  });
});
