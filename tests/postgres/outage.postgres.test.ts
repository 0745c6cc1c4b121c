import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localLines, remoteLines, talkingModel } from "../../src/app/server/testing/talking-models.ts";
import { startTcpProxy } from "../cluster/tcp-proxy.ts";
import { openPostgresServer, type PostgresServer, question } from "./postgres-server.ts";
import { canStartPostgres, type RealPostgres, startPostgres } from "./real-postgres.ts";

const QUICK = { DATABASE_CONNECT_SECONDS: "1", DATABASE_POOL_SIZE: "4" };

interface Told {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: unknown;
}

async function told(answer: Promise<Response>): Promise<Told> {
  const response = await answer;
  const text = await response.text();
  return {
    status: response.status,
    retryAfter: response.headers.get("retry-after"),
    body: text.startsWith("{") ? JSON.parse(text) : text,
  };
}

async function stateOf(server: PostgresServer, id: string): Promise<string> {
  const { body } = await told(server.fetch(`/tasks/${id}`));
  return (body as { status?: { state: string } }).status?.state ?? "unknown";
}

const own = await canStartPostgres();

/** Several time-outs of the database follow one another, on a machine that may be busy. */
const PATIENT = { timeout: 90_000 };

describe.skipIf(!own)(
  "a server whose database goes away (left out where PostgreSQL cannot be started)",
  PATIENT,
  () => {
    let postgres: RealPostgres;

    beforeAll(async () => {
      postgres = await startPostgres();
    });

    afterAll(() => postgres.stop());

    it("answers 503 with when to come again, never 401, and its tasks go on when the database is back", async () => {
      const called = Promise.withResolvers<void>();
      const gate = Promise.withResolvers<void>();
      const supervisor = talkingModel("supervisor", async (request) => {
        called.resolve();
        if (request.stepPath.includes("open")) await gate.promise;
        return remoteLines(request);
      });
      const worker = talkingModel("worker", localLines);
      await using server = await openPostgresServer({
        databaseUrl: postgres.url,
        local: worker.model,
        remote: supervisor.model,
        env: QUICK,
      });
      const sent = await told(server.rpc("SendMessage", question("first")));
      const { id } = (sent.body as { result: { task: { id: string } } }).result.task;
      await called.promise;
      await postgres.awayDuring(async () => {
        // The model's answer comes while there is nothing to keep it in.
        gate.resolve();
        const asked = await Promise.all([
          told(server.fetch(`/tasks/${id}`)),
          told(server.fetch("/tasks")),
          told(server.fetch("/tasks", {}, `${server.key.slice(0, -4)}0000`)),
          told(server.fetch("/message:send", { method: "POST", body: JSON.stringify(question("second")) })),
          told(server.rpc("GetTask", { id })),
          told(server.rpc("SendMessage", question("second"))),
        ]);
        expect(asked.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503, 503]);
        for (const { retryAfter } of asked) expect(Number(retryAfter)).toBeGreaterThan(0);
        expect(asked[0]?.body).toMatchObject({ error: { code: 503, status: "UNAVAILABLE" } });
        expect(asked[4]?.body).toMatchObject({ jsonrpc: "2.0", error: { code: expect.any(Number) } });
        expect((await server.fetch("/readyz")).status).toBe(503);
        expect((await server.fetch("/livez")).status).toBe(200);
      });
      await expect.poll(() => stateOf(server, id), { timeout: 15_000 }).toBe("TASK_STATE_COMPLETED");
      const paid = [...supervisor.calls, ...worker.calls];
      expect(new Set(paid).size).toBe(paid.length);
      const second = await told(server.rpc("SendMessage", question("second", false)));
      expect(second).toMatchObject({ status: 200, body: { result: { task: expect.anything() } } });
      expect(await connections(postgres.url)).toBeLessThanOrEqual(4 + 1);
    });

    it("whose connections are cut again and again never says anything but the answer or 503, and keeps no more of them", async () => {
      const models = {
        local: talkingModel("worker", localLines),
        remote: talkingModel("supervisor", remoteLines),
      };
      await using server = await openPostgresServer({
        databaseUrl: postgres.url,
        local: models.local.model,
        remote: models.remote.model,
        env: QUICK,
      });
      const administrator = new pg.Client({ connectionString: postgres.url });
      await administrator.connect();
      const statuses: number[] = [];
      for (let round = 0; round < 8; round += 1) {
        const asking = Array.from({ length: 8 }, (_, index) =>
          told(server.rpc("SendMessage", question(`m-${round}-${index}`))),
        );
        await administrator.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'a2a-minions'",
        );
        statuses.push(...(await Promise.all(asking)).map(({ status }) => status));
      }
      await administrator.end();
      expect(new Set(statuses).difference(new Set([200, 503]))).toEqual(new Set());
      const counted = async (): Promise<unknown> => {
        const { tasks } = (await told(server.fetch("/tasks?pageSize=100"))).body as {
          tasks: { status: { state: string } }[];
        };
        return new Set(tasks.map(({ status }) => status.state));
      };
      await expect.poll(counted, { timeout: 20_000 }).toEqual(new Set(["TASK_STATE_COMPLETED"]));
      expect(await connections(postgres.url)).toBeLessThanOrEqual(4 + 1);
    });

    it("whose network swallows everything says 503 in bounded time, and goes on when it flows again", async () => {
      const url = new URL(postgres.url);
      await using proxy = await startTcpProxy(url.hostname, Number(url.port));
      url.port = `${proxy.port}`;
      await using server = await openPostgresServer({
        databaseUrl: url.href,
        local: talkingModel("worker", localLines).model,
        remote: talkingModel("supervisor", remoteLines).model,
        env: { ...QUICK, DATABASE_STATEMENT_SECONDS: "1" },
      });
      proxy.hold(true);
      const asked = Array.from({ length: 10 }, () => told(server.fetch("/tasks")));
      const statuses = (await Promise.all(asked)).map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set([503]));
      proxy.hold(false);
      const answers = async (): Promise<number> => (await told(server.fetch("/tasks"))).status;
      await expect.poll(answers, { timeout: 10_000 }).toBe(200);
      for (let round = 0; round < 5; round += 1) {
        const asking = Array.from({ length: 4 }, () => told(server.fetch("/tasks")));
        proxy.cut();
        for (const { status } of await Promise.all(asking)) expect([200, 503]).toContain(status);
      }
      await expect.poll(answers, { timeout: 10_000 }).toBe(200);
    });

    it("does not start on a database that is not there, and says why", async () => {
      const models = {
        local: talkingModel("worker", localLines),
        remote: talkingModel("supervisor", remoteLines),
      };
      const starting = openPostgresServer({
        databaseUrl: "postgres://somebody:hush@127.0.0.1:1/nothing",
        local: models.local.model,
        remote: models.remote.model,
        env: { DATABASE_CONNECT_SECONDS: "0.2" },
      });
      await expect(starting).rejects.toMatchObject({
        code: "store-unavailable",
        message: expect.stringContaining("127.0.0.1:1/nothing cannot be used: nothing listens there"),
      });
      await expect(starting).rejects.not.toThrow("hush");
    });
  },
);

async function connections(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    "select count(*)::int as total from pg_stat_activity where application_name = 'a2a-minions'",
  );
  await client.end();
  return rows[0].total;
}
