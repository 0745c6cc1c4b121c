import { LegacyJsonRpcTransportHandler } from "@a2a-js/sdk/compat/v0_3/server";
import { JsonRpcTransportHandler } from "@a2a-js/sdk/server";
import { describe, expect, it } from "vitest";
import { callBy, createRig } from "../testing/a2a-rig.ts";
import { sendJson } from "../testing/requests.ts";

const AT_ONCE = { configuration: { returnImmediately: true } };
const rpc = (method: string, params: unknown) => ({ jsonrpc: "2.0", id: 1, method, params });

describe("Through the SDK's JSON-RPC transport", () => {
  it("the handler answers as the specification's JSON", async () => {
    const transport = new JsonRpcTransportHandler(createRig().handler);
    const answer = await transport.handle(rpc("SendMessage", sendJson(AT_ONCE)), callBy());
    expect(answer).toMatchObject({
      result: {
        task: { id: "task-1", status: { state: "TASK_STATE_SUBMITTED" }, history: [{ role: "ROLE_USER" }] },
      },
    });
    expect(JSON.stringify(answer)).not.toContain("$case");
  });

  it("failures keep their codes and reasons", async () => {
    const transport = new JsonRpcTransportHandler(createRig().handler);
    expect(await transport.handle(rpc("GetTask", { id: "no" }), callBy())).toMatchObject({
      error: { code: -32001, data: [{ reason: "TASK_NOT_FOUND" }] },
    });
  });
});

describe("Through the SDK's bridge to 0.3", () => {
  const message = {
    kind: "message",
    messageId: "message-1",
    role: "user",
    parts: [{ kind: "text", text: "What was revenue?" }],
  };

  it("an earlier client sends, asks and cancels", async () => {
    const transport = new LegacyJsonRpcTransportHandler(createRig().handler);
    const call = (method: string, params: unknown) => transport.handle(rpc(method, params), callBy());
    expect(await call("message/send", { message, configuration: { blocking: false } })).toMatchObject({
      result: { kind: "task", id: "task-1", status: { state: "submitted" } },
    });
    expect(await call("tasks/get", { id: "task-1" })).toMatchObject({
      result: { history: [{ role: "user" }] },
    });
    expect(await call("tasks/cancel", { id: "task-1" })).toMatchObject({
      result: { status: { state: "canceled" } },
    });
    expect(await call("tasks/get", { id: "no" })).toMatchObject({ error: { code: -32001 } });
  });
});
