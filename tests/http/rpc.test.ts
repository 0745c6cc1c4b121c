import { describe, expect, it } from "vitest";
import { sendJson } from "../../src/a2a/testing/requests.ts";
import { openHttpRig, V1 } from "./http-rig.ts";

const RETURN_AT_ONCE = { configuration: { returnImmediately: true } };

describe("JSON-RPC", () => {
  it("takes a message and gives its task", async () => {
    await using rig = openHttpRig();
    const sent = await rig.rpc("SendMessage", sendJson(RETURN_AT_ONCE));
    expect(sent.statusCode).toBe(200);
    expect(sent.json()).toMatchObject({ jsonrpc: "2.0", id: 7, result: { task: { id: "task-1" } } });
    const got = await rig.rpc("GetTask", { id: "task-1" });
    expect(got.json()).toMatchObject({ result: { status: { state: "TASK_STATE_SUBMITTED" } } });
  });

  it("waits for the task's end where the client does not ask otherwise", async () => {
    await using rig = openHttpRig();
    const sending = rig.rpc("SendMessage", sendJson());
    await expect.poll(() => rig.engine.listeners).toBe(1);
    rig.engine.tell("task-1", { type: "status-changed", state: { kind: "completed" } });
    expect((await sending).json()).toMatchObject({
      result: { task: { status: { state: "TASK_STATE_COMPLETED" } } },
    });
  });

  it("gives every member of an empty list", async () => {
    await using rig = openHttpRig();
    const listed = await rig.rpc("ListTasks", {});
    expect(listed.json().result).toEqual({ tasks: [], nextPageToken: "", pageSize: 50, totalSize: 0 });
  });

  it("cancels, twice alike", async () => {
    await using rig = openHttpRig();
    await rig.rpc("SendMessage", sendJson(RETURN_AT_ONCE));
    for (const _time of ["first", "second"]) {
      const canceled = await rig.rpc("CancelTask", { id: "task-1" });
      expect(canceled.json()).toMatchObject({ result: { status: { state: "TASK_STATE_CANCELED" } } });
    }
  });
});

describe("a JSON-RPC request that is wrong", () => {
  const call = (more: object) =>
    JSON.stringify({ jsonrpc: "2.0", id: 7, method: "GetTask", params: {}, ...more });
  const cases: [string, string, number, number | string | null][] = [
    ["no JSON at all", "{", -32700, null],
    ["text that is not UTF-8", '"\xff', -32700, null],
    ["a batch", `[${call({})}]`, -32600, null],
    ["an empty batch", "[]", -32600, null],
    ["a number", "7", -32600, null],
    ["null", "null", -32600, null],
    ["no body", "", -32600, null],
    ["another version of JSON-RPC", call({ jsonrpc: "1.0" }), -32600, 7],
    ["an id that is an object", call({ id: {} }), -32600, null],
    ["an id that is a fraction", call({ id: 1.5 }), -32600, null],
    ["an id that is a flag", call({ id: true }), -32600, null],
    ["no method", call({ method: undefined }), -32600, 7],
    ["a method that is a number", call({ method: 5 }), -32600, 7],
    ["an unknown method", call({ method: "DoMagic" }), -32601, 7],
    ["a method of every object", call({ method: "toString" }), -32601, 7],
    ["parameters that are a list", call({ params: [] }), -32602, 7],
    ["parameters that are missing", call({ params: undefined }), -32602, 7],
    ["a task's id that is an object", call({ params: { id: { toString: 1 } } }), -32602, 7],
    ["a negative history", call({ params: { id: "task-1", historyLength: -1 } }), -32602, 7],
    ["a huge history", call({ params: { id: "task-1", historyLength: 1e12 } }), -32602, 7],
    ["an unknown task", call({ params: { id: "nobody's" } }), -32001, 7],
    [
      "a member that would reach into prototypes",
      '{"jsonrpc":"2.0","id":7,"__proto__":{"a":1}}',
      -32700,
      null,
    ],
    ["nesting 10 levels too deep", call({ params: { id: deep(110) } }), -32600, null],
  ];
  it.each(cases)("%s", async (_name, payload, code, id) => {
    await using rig = openHttpRig();
    const headers = { "content-type": "application/json", ...V1 };
    const body = Buffer.from(payload, "latin1");
    const answer = await rig.server.fastify.inject({ method: "POST", url: "/", headers, payload: body });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ jsonrpc: "2.0", id, error: { code } });
    const [info] = answer.json().error.data;
    expect(info).toMatchObject({
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      domain: "a2a-protocol.org",
      reason: expect.stringMatching(/^[A-Z_]+$/),
    });
  });

  it("names every field that is wrong", async () => {
    await using rig = openHttpRig();
    const parts = [{ raw: "no base64!" }, { text: "a", url: "b" }];
    const answer = await rig.rpc("SendMessage", sendJson({ message: { role: "ROLE_BOSS", parts } }));
    const { data } = answer.json().error;
    const fields = data[1].fieldViolations.map((violation: { field: string }) => violation.field);
    expect(fields).toEqual(["message.role", "message.parts[0].raw", "message.parts[1].text"]);
  });

  it("is too large: 413, in the protocol's own form", async () => {
    await using rig = openHttpRig({ limits: { maxMessageBodyBytes: 100 } });
    const answer = await rig.rpc("SendMessage", sendJson());
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toMatchObject({ jsonrpc: "2.0", id: null, error: { code: -32600 } });
    expect(answer.json().error.message).toContain("100 bytes");
  });

  it.each(["text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data"])(
    "is %s",
    async (type) => {
      await using rig = openHttpRig();
      const answer = await rig.rpc("GetTask", { id: "a" }, { "content-type": type });
      expect(answer.json()).toMatchObject({ error: { code: -32005 } });
    },
  );
});

describe("the version of a JSON-RPC request", () => {
  it.each([
    ["1.0", "/", undefined],
    ["1.0.9", "/", undefined],
    ["", "/?A2A-Version=1.0", undefined],
    ["0.3", "/", -32009],
    ["", "/", -32009],
    ["2.0", "/", -32009],
    ["junk", "/", -32009],
  ])("%j at %s is answered with error %s", async (version, url, code) => {
    await using rig = openHttpRig();
    const headers = { "content-type": "application/json", "a2a-version": version };
    const payload = { jsonrpc: "2.0", id: 7, method: "ListTasks", params: {} };
    const answer = await rig.server.fastify.inject({ method: "POST", url, headers, payload });
    expect(answer.json().error?.code).toBe(code);
  });

  it("0.3 is answered in its own words", async () => {
    await using rig = openHttpRig();
    const params = {
      message: { kind: "message", messageId: "m", role: "user", parts: [{ kind: "text", text: "?" }] },
      configuration: { blocking: false },
    };
    const answer = await rig.rpc("message/send", params, { "a2a-version": "" });
    expect(answer.json()).toMatchObject({ result: { kind: "task", status: { state: "submitted" } } });
  });
});

describe("a fault inside", () => {
  it("is told by a log id alone", async () => {
    await using rig = openHttpRig();
    rig.engine.failure = new Error("the password is swordfish");
    const answer = await rig.rpc("GetTask", { id: "task-1" });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain("swordfish");
    expect(answer.json()).toMatchObject({ id: 7, error: { code: -32603 } });
    expect(answer.json().error.message).toContain("log-1");
    expect(rig.faults).toHaveLength(1);
    expect(rig.log.at(-1)).toMatchObject({ failure: "internal-fault", logId: "log-1", status: 500 });
  });
});

function deep(levels: number): unknown {
  return levels === 0 ? "x" : [deep(levels - 1)];
}
