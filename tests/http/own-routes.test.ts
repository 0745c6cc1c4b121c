import { describe, expect, it } from "vitest";
import { createMetrics } from "#http";
import { sendJson } from "../../src/a2a/testing/requests.ts";
import { KEYS, openHttpRig } from "./http-rig.ts";

const CARD = "/.well-known/agent-card.json";

describe("the agent card", () => {
  it("is open to all and may be kept", async () => {
    await using rig = openHttpRig({ authenticator: KEYS });
    const answer = await rig.server.fastify.inject(CARD);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ name: "A2A Minions", capabilities: { streaming: true } });
    expect(answer.body).not.toContain("$case");
    expect(answer.headers).toMatchObject({
      "cache-control": "public, max-age=300",
      "last-modified": "Fri, 02 Jan 2026 00:00:00 GMT",
      etag: expect.stringMatching(/^"[\w-]+"$/),
      vary: "A2A-Version",
    });
  });

  it("is not sent again to who has it", async () => {
    await using rig = openHttpRig();
    const ask = (headers: Record<string, string>) => rig.server.fastify.inject({ url: CARD, headers });
    const etag = String((await ask({})).headers["etag"]);
    expect((await ask({ "if-none-match": etag })).statusCode).toBe(304);
    expect((await ask({ "if-none-match": `W/${etag}, "other"` })).statusCode).toBe(304);
    expect((await ask({ "if-modified-since": "Sat, 03 Jan 2026 00:00:00 GMT" })).statusCode).toBe(304);
    const stale = { "if-none-match": '"other"', "if-modified-since": "Sat, 03 Jan 2026 00:00:00 GMT" };
    expect((await ask(stale)).statusCode).toBe(200);
  });

  it("answers HEAD", async () => {
    await using rig = openHttpRig();
    const answer = await rig.server.fastify.inject({ method: "HEAD", url: CARD });
    expect([answer.statusCode, answer.body]).toEqual([200, ""]);
  });
});

describe("health", () => {
  it("is live as soon as it answers", async () => {
    await using rig = openHttpRig({ authenticator: KEYS });
    expect((await rig.server.fastify.inject("/livez")).body).toBe("ok\n");
  });

  it("is ready while its store answers, and says what it looked at", async () => {
    await using rig = openHttpRig();
    expect((await rig.server.fastify.inject("/readyz")).statusCode).toBe(200);
    const verbose = await rig.server.fastify.inject("/readyz?verbose");
    expect(verbose.body).toBe("[ok] store\n[degraded] openai\nready\n");
  });

  it("is not ready while it drains, and live still", async () => {
    await using rig = openHttpRig();
    rig.server.drain();
    const ready = await rig.server.fastify.inject("/readyz?verbose=true");
    expect([ready.statusCode, ready.body]).toEqual([503, expect.stringContaining("shutting down")]);
    expect((await rig.server.fastify.inject("/livez")).statusCode).toBe(200);
  });

  it.each([
    ["fails", async () => Promise.reject(new Error("/var/lib/secret/tasks.sqlite is gone"))],
    ["hangs", () => new Promise<undefined>(() => undefined)],
  ])("is not ready when its store %s, and does not say why to everybody", async (_how, ping) => {
    await using rig = openHttpRig();
    rig.ping = ping;
    const ready = await rig.server.fastify.inject("/readyz?verbose");
    expect([ready.statusCode, ready.body]).toEqual([503, "[down] store\n[degraded] openai\nnot ready\n"]);
    const health = await rig.server.fastify.inject("/health");
    expect(health.statusCode).toBe(503);
    expect(health.json()).toMatchObject({ status: "unhealthy", components: { store: { state: "down" } } });
    expect(health.body).not.toContain("secret");
  });

  it("is told in the reference's shape, with every component", async () => {
    await using rig = openHttpRig();
    const health = await rig.server.fastify.inject("/health");
    expect(health.json()).toEqual({
      status: "degraded",
      service: "a2a-minions",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      tasks_count: 7,
      components: { store: { state: "ok" }, openai: { state: "degraded", message: "Slow." } },
    });
  });
});

describe("metrics", () => {
  it("count requests by operation and outcome, under the reference's names", async () => {
    await using rig = openHttpRig();
    await rig.rpc("SendMessage", sendJson({ configuration: { returnImmediately: true } }));
    await rig.rpc("GetTask", { id: "nobody's" });
    await rig.rest("GET", "/tasks");
    const { body } = await rig.server.fastify.inject("/metrics");
    for (const line of [
      'a2a_minions_requests_total{method="SendMessage",status="success"} 1',
      'a2a_minions_requests_total{method="GetTask",status="error"} 1',
      'a2a_minions_requests_total{method="ListTasks",status="success"} 1',
      'a2a_minions_errors_total{error_type="task-not-found"} 1',
      "a2a_minions_stored_tasks 7",
      'a2a_minions_server_info{version="1.2.3",protocol="a2a",skills="minion_query,minions_query"} 1',
    ])
      expect(body).toContain(line);
  });

  it("fold what clients may choose freely into one value", async () => {
    await using rig = openHttpRig();
    for (const method of ["A", "B", "C"]) await rig.rpc(method, {});
    for (const url of ["/a", "/b", "/c"]) await rig.rest("GET", url);
    for (const model of ["gpt-4o", "mine", "yours"]) {
      rig.metrics.modelCalled({
        provider: "openai",
        model,
        side: "remote",
        outcome: "answered",
        durationMs: 20,
        promptTokens: 10,
        completionTokens: 5,
        cachedTokens: 0,
        costUsd: 0.01,
      });
    }
    const { body } = await rig.metrics.scrape();
    expect(body).toContain('a2a_minions_requests_total{method="rpc",status="error"} 3');
    expect(body).toContain('a2a_minions_requests_total{method="none",status="error"} 3');
    expect(body).toContain('model="gpt-4o",side="remote",outcome="answered"} 1');
    expect(body).toContain('model="other",side="remote",outcome="answered"} 2');
    expect(body).toContain('a2a_minions_model_tokens_total{side="remote",kind="prompt"} 30');
  });

  it("count the open clients of a provider when they are asked, and say 0 once the last was closed", async () => {
    let open = new Map([
      ["openai", 2],
      ["mine", 1],
      ["yours", 1],
    ]);
    using metrics = createMetrics({
      version: "1.2.3",
      skills: [],
      providers: ["openai"],
      models: [],
      openClients: () => open,
    });
    const sizes = async () =>
      (await metrics.scrape()).body
        .split("\n")
        .filter((line) => line.startsWith("a2a_minions_client_pool_size"));
    expect(await sizes()).toEqual([
      'a2a_minions_client_pool_size{provider="openai"} 2',
      'a2a_minions_client_pool_size{provider="other"} 2',
    ]);
    open = new Map([["mine", 1]]);
    expect(await sizes()).toEqual([
      'a2a_minions_client_pool_size{provider="openai"} 0',
      'a2a_minions_client_pool_size{provider="other"} 1',
    ]);
  });

  it("tell of tasks by their skill", async () => {
    await using rig = openHttpRig();
    const { metrics } = rig;
    metrics.skillChosen("t1", "minions_query");
    metrics.skillChosen("t2", "a skill that somebody made up");
    for (const taskId of ["t1", "t2", "t3"]) {
      metrics.observeEngine({
        type: "task-finished",
        taskId,
        state: "completed",
        durationMs: 4000,
        code: undefined,
      });
    }
    const { body } = await metrics.scrape();
    expect(body).toContain('a2a_minions_tasks_total{skill_id="minions_query",status="completed"} 1');
    expect(body).toContain('a2a_minions_tasks_total{skill_id="other",status="completed"} 2');
    expect(body).toContain('a2a_minions_task_duration_seconds_bucket{le="5",skill_id="minions_query"} 1');
  });
});

describe("a route that is none of A2A's", () => {
  it("tells failures as problems", async () => {
    await using rig = openHttpRig();
    const answer = await rig.rest("GET", "/nowhere/at/all", undefined, { "x-request-id": "mine-1" });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(answer.json()).toEqual({
      type: "about:blank",
      title: "Route not found",
      status: 404,
      detail: "There is nothing at this address.",
      code: "route-not-found",
      requestId: "mine-1",
    });
  });

  it("that is mounted behind authentication knows who asks, and tells a fault by its log id", async () => {
    await using rig = openHttpRig({
      authenticator: KEYS,
      ownRoutes: [
        (server) => {
          server.get("/own", async (request) => ({ owner: request.facts.principal?.owner }));
          server.get("/broken", async () => {
            throw new Error("swordfish");
          });
        },
      ],
    });
    const key = { "x-api-key": "ada-key" };
    expect((await rig.rest("GET", "/own", undefined, key)).json()).toEqual({ owner: "ada" });
    const refused = await rig.rest("GET", "/own");
    expect([refused.statusCode, refused.json().code]).toEqual([401, "call-unauthenticated"]);
    const broken = await rig.rest("GET", "/broken", undefined, key);
    expect(broken.statusCode).toBe(500);
    expect(broken.body).not.toContain("swordfish");
    const fault = rig.log.find(({ msg }) => msg === "fault");
    expect(broken.json().detail).toContain(String(fault?.["logId"]));
  });
});

describe("every request", () => {
  it("has an id: its own, where that is fit for a log", async () => {
    await using rig = openHttpRig();
    const ask = (id: string) => rig.server.fastify.inject({ url: "/livez", headers: { "x-request-id": id } });
    expect((await ask("mine-1")).headers["x-request-id"]).toBe("mine-1");
    expect((await ask("a b")).headers["x-request-id"]).toMatch(/^id-\d+$/);
  });

  it("leaves one line in the log: ids, codes and figures, and nothing that was said", async () => {
    await using rig = openHttpRig({ authenticator: KEYS });
    const trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    await rig.rest(
      "POST",
      "/message:send?note=swordfish",
      sendJson({ configuration: { returnImmediately: true } }),
      {
        authorization: "Bearer ada-key",
        "x-request-id": "mine-1",
        traceparent: trace,
      },
    );
    expect(rig.log).toEqual([
      {
        requestId: "mine-1",
        method: "POST",
        route: "/message:send",
        operation: "SendMessage",
        owner: "ada",
        tenant: "default",
        keyId: "id-of-ada-key",
        taskId: "task-1",
        failure: undefined,
        logId: undefined,
        trace,
        status: 200,
        durationMs: expect.any(Number),
        msg: "request answered",
      },
    ]);
    expect(JSON.stringify(rig.log)).not.toMatch(/swordfish|revenue|Bearer/);
    expect(rig.engine.submissions[0]?.request).toMatchObject({ requestId: "mine-1", traceParent: trace });
  });
});
