import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADA, openEarlierServer, post } from "./earlier-rig.ts";
import type { ConformanceServer } from "./open-conformance-server.ts";

let server: ConformanceServer;
const faults: unknown[] = [];

beforeAll(async () => {
  server = await openEarlierServer(faults);
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  expect(faults).toEqual([]);
});

describe("a large file from an earlier client", () => {
  // Large enough for the transport to take it out of the JSON where it knows the form.
  const bytes = randomBytes(3 * 1024 * 1024).toString("base64");
  const file = { name: "large.txt", mimeType: "text/plain", bytes };
  const parts = [
    { kind: "text", text: "How much?" },
    { kind: "file", file },
  ];
  const content = [
    { text: "How much?" },
    { file: { fileWithBytes: bytes, name: "large.txt", mimeType: "text/plain" } },
  ];
  const raw = { kind: "data", data: { raw: bytes, bytes } };
  const rpc = (method: string, params: object) => ({ jsonrpc: "2.0", id: 1, method, params });
  const CASES: readonly [who: string, path: string, body: object][] = [
    ["of 0.3", "/", rpc("message/send", { message: { messageId: "l-1", role: "user", parts } })],
    ["of the reference", "/", rpc("tasks/send", { message: { role: "user", parts } })],
    [
      "of 0.3 over HTTP+JSON",
      "/v1/message:send",
      { message: { messageId: "l-2", role: "ROLE_USER", content } },
    ],
    [
      "of 0.3 within data",
      "/",
      rpc("message/send", { message: { messageId: "l-3", role: "user", parts: [parts[0], raw] } }),
    ],
  ];
  for (const [who, path, body] of CASES) {
    it(`${who} is taken`, async () => {
      const response = await post(server, path, body, ADA);
      const text = await response.text();
      expect({
        status: response.status,
        error: text.includes('"error"') ? text.slice(0, 300) : "none",
      }).toEqual({
        status: 200,
        error: "none",
      });
    });
  }
});
