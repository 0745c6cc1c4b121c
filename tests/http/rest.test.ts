import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { sendJson } from "../../src/a2a/testing/requests.ts";
import { KEYS, openHttpRig } from "./http-rig.ts";

const AT_ONCE = { configuration: { returnImmediately: true } };

describe.each(["", "/acme"])("HTTP+JSON under %j", (base) => {
  it("takes a message and gives its task, lists it, cancels it", async () => {
    await using rig = openHttpRig();
    const sent = await rig.rest("POST", `${base}/message:send`, sendJson(AT_ONCE));
    expect(sent.statusCode).toBe(200);
    expect(sent.headers["content-type"]).toBe("application/a2a+json; charset=utf-8");
    expect(sent.json()).toMatchObject({ task: { id: "task-1" } });
    const got = await rig.rest("GET", `${base}/tasks/task-1?historyLength=0`);
    expect(got.json()).toMatchObject({ id: "task-1" });
    expect(got.json().history).toBeUndefined();
    const listed = await rig.rest("GET", `${base}/tasks?pageSize=10&status=TASK_STATE_SUBMITTED`);
    expect(listed.json()).toMatchObject({ totalSize: 1, pageSize: 10, nextPageToken: "" });
    // As the official client does: a JSON content type and no body.
    const canceled = await rig.rest("POST", `${base}/tasks/task-1:cancel`);
    expect(canceled.json()).toMatchObject({ status: { state: "TASK_STATE_CANCELED" } });
  });

  it("has no push notifications", async () => {
    await using rig = openHttpRig();
    const configs = `${base}/tasks/task-1/pushNotificationConfigs`;
    for (const answer of [
      await rig.rest("POST", configs, { url: "https://example.com" }),
      await rig.rest("GET", configs),
      await rig.rest("GET", `${configs}/a`),
      await rig.rest("DELETE", `${configs}/a`),
    ]) {
      expect(answer.statusCode).toBe(400);
      expect(answer.json().error.details[0].reason).toBe("PUSH_NOTIFICATION_NOT_SUPPORTED");
    }
  });

  it("has no extended card", async () => {
    await using rig = openHttpRig();
    const answer = await rig.rest("GET", `${base}/extendedAgentCard`);
    expect(answer.json().error.status).toBe("FAILED_PRECONDITION");
  });

  it("forgives a slash at the end", async () => {
    await using rig = openHttpRig();
    expect((await rig.rest("GET", `${base}/tasks/`)).statusCode).toBe(200);
  });
});

describe("tenants", () => {
  it("do not see each other's tasks", async () => {
    await using rig = openHttpRig();
    await rig.rest("POST", "/acme/message:send", sendJson(AT_ONCE));
    expect((await rig.rest("GET", "/acme/tasks/task-1")).statusCode).toBe(200);
    expect((await rig.rest("GET", "/umbra/tasks/task-1")).statusCode).toBe(404);
    expect((await rig.rest("GET", "/tasks/task-1")).statusCode).toBe(404);
    // The address counts, whatever the query says.
    expect((await rig.rest("GET", "/umbra/tasks/task-1?tenant=acme")).statusCode).toBe(404);
    expect((await rig.rest("GET", "/tasks/task-1?tenant=acme")).statusCode).toBe(200);
  });
});

describe("an HTTP+JSON request that is wrong", () => {
  const cases: [string, "GET" | "POST" | "PUT" | "DELETE", string, unknown, number, string][] = [
    ["malformed JSON", "POST", "/message:send", "{", 400, "JSON_INVALID"],
    ["a list", "POST", "/message:send", [], 400, "INVALID_PARAMS"],
    ["a text", "POST", "/message:send", '"hello"', 400, "INVALID_PARAMS"],
    ["no body", "POST", "/message:send", undefined, 400, "INVALID_PARAMS"],
    [
      "a message without parts",
      "POST",
      "/message:send",
      sendJson({ message: { parts: [] } }),
      400,
      "INVALID_PARAMS",
    ],
    ["an unknown task", "GET", "/tasks/nobody's", undefined, 404, "TASK_NOT_FOUND"],
    ["an unknown task to cancel", "POST", "/tasks/nobody's:cancel", undefined, 404, "TASK_NOT_FOUND"],
    ["an unknown task to follow", "GET", "/tasks/nobody's:subscribe", undefined, 404, "TASK_NOT_FOUND"],
    ["a negative history", "GET", "/tasks/a?historyLength=-1", undefined, 400, "INVALID_PARAMS"],
    ["a history that is no number", "GET", "/tasks/a?historyLength=all", undefined, 400, "INVALID_PARAMS"],
    ["two histories", "GET", "/tasks/a?historyLength=1&historyLength=2", undefined, 400, "INVALID_PARAMS"],
    ["a page of none", "GET", "/tasks?pageSize=0", undefined, 400, "INVALID_PARAMS"],
    ["a huge page", "GET", "/tasks?pageSize=101", undefined, 400, "INVALID_PARAMS"],
    ["a forged cursor", "GET", "/tasks?pageToken=forged", undefined, 400, "INVALID_PARAMS"],
    ["an unknown state", "GET", "/tasks?status=HAPPY", undefined, 400, "INVALID_PARAMS"],
    ["a wrong HTTP method", "PUT", "/message:send", {}, 405, "METHOD_NOT_ALLOWED"],
    ["a cancel by GET", "GET", "/tasks/a:cancel", undefined, 405, "METHOD_NOT_ALLOWED"],
    ["a task by POST", "POST", "/tasks/a", undefined, 405, "METHOD_NOT_ALLOWED"],
  ];
  it.each(cases)("%s", async (_name, method, url, body, status, reason) => {
    await using rig = openHttpRig();
    const answer = await rig.rest(method, url, body);
    const { error } = answer.json();
    expect([answer.statusCode, error.code, error.details[0].reason]).toEqual([status, status, reason]);
    expect(error.details[0]).toMatchObject({
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      domain: "a2a-protocol.org",
    });
    if (status === 405) expect(answer.headers["allow"]).toMatch(/GET|POST/);
  });

  it("is too large for its route: 413", async () => {
    await using rig = openHttpRig({ limits: { maxBodyBytes: 50 } });
    const push = await rig.rest("POST", "/tasks/a/pushNotificationConfigs", { url: "x".repeat(60) });
    expect(push.statusCode).toBe(413);
    expect(push.json().error.details[0].reason).toBe("BODY_TOO_LARGE");
    expect((await rig.rest("POST", "/message:send", sendJson(AT_ONCE))).statusCode).toBe(200);
  });

  it.each(["", "0.3", "2.0"])("is of version %j", async (version) => {
    await using rig = openHttpRig();
    const answer = await rig.rest("GET", "/tasks", undefined, { "a2a-version": version });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error.details[0].reason).toBe("VERSION_NOT_SUPPORTED");
  });

  it("has no media type that is taken", async () => {
    await using rig = openHttpRig();
    const answer = await rig.rest("POST", "/message:send", "hello", { "content-type": "text/plain" });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error.details[0].reason).toBe("CONTENT_TYPE_NOT_SUPPORTED");
  });

  it.each(["application/json; charset=utf-8", "application/a2a+json"])("may be %s", async (type) => {
    await using rig = openHttpRig();
    const answer = await rig.rest("POST", "/message:send", sendJson(AT_ONCE), { "content-type": type });
    expect(answer.statusCode).toBe(200);
  });

  it("is answered as plain JSON to who takes nothing else", async () => {
    await using rig = openHttpRig();
    const answer = await rig.rest("GET", "/tasks", undefined, { accept: "application/json" });
    expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
  });
});

describe("a caller", () => {
  it("without credentials is asked for some, on both bindings, before anything is read", async () => {
    await using rig = openHttpRig({ authenticator: KEYS });
    for (const answer of [
      await rig.rpc("GetTask", { id: "a" }),
      await rig.rest("POST", "/message:send", "{"),
    ]) {
      expect(answer.statusCode).toBe(401);
      expect(answer.headers["www-authenticate"]).toBe('Bearer realm="a2a-minions"');
      expect(answer.body).toContain("UNAUTHENTICATED");
    }
  });

  it("with wrong credentials is told so, and not why", async () => {
    await using rig = openHttpRig({ authenticator: KEYS });
    const answer = await rig.rest("GET", "/tasks", undefined, { authorization: "Bearer wrong" });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers["www-authenticate"]).toContain('error="invalid_token"');
    expect(answer.body).not.toContain("wrong");
  });

  it("that cannot be checked now are no fault of the caller's", async () => {
    const authenticator = {
      authenticate: async () => ({ kind: "unavailable", retryAfterSeconds: 7 }) as const,
    };
    await using rig = openHttpRig({ authenticator });
    for (const answer of [await rig.rest("GET", "/tasks"), await rig.rpc("ListTasks", {})]) {
      expect([answer.statusCode, answer.headers["retry-after"]]).toEqual([503, "7"]);
      expect(answer.body).toContain("authentication-unavailable");
      expect(answer.headers["www-authenticate"]).toBeUndefined();
    }
  });

  it("given twice are worth nothing, whichever comes first", async () => {
    await using rig = openHttpRig({ authenticator: KEYS });
    const address = await rig.server.listen({ host: "127.0.0.1", port: 0 });
    const { port } = new URL(address);
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
    const headers = ["Host", "x", "Authorization", "Bearer ada-key", "AUTHORIZATION", "Bearer bob-key"];
    const asked = request({ port, path: "/tasks", headers }, (answer) => resolve(answer.resume().statusCode));
    asked.on("error", reject).end();
    expect(await promise).toBe(401);
  });

  it("without the scope is refused, for a task that is there as for one that is not", async () => {
    await using rig = openHttpRig({ authenticator: KEYS });
    await rig.rest("POST", "/message:send", sendJson(AT_ONCE), { "x-api-key": "ada-key" });
    for (const id of ["task-1", "nobody's"]) {
      const key = { "x-api-key": "reader-key" };
      const answer = await rig.rest("POST", `/tasks/${id}:cancel`, undefined, key);
      expect(answer.statusCode).toBe(403);
      expect(answer.headers["www-authenticate"]).toBe(
        'Bearer realm="a2a-minions", error="insufficient_scope", scope="tasks:write"',
      );
      expect((await rig.rpc("CancelTask", { id }, key)).statusCode).toBe(403);
    }
  });

  it("does not see the tasks of others", async () => {
    await using rig = openHttpRig({ authenticator: KEYS });
    await rig.rest("POST", "/message:send", sendJson(AT_ONCE), { "x-api-key": "ada-key" });
    const answer = await rig.rest("GET", "/tasks/task-1", undefined, { "x-api-key": "bob-key" });
    expect(answer.statusCode).toBe(404);
  });
});
