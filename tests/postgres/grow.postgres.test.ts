import { expect, it } from "vitest";
import { localLines, remoteLines, talkingModel } from "../../src/app/server/testing/talking-models.ts";
import { runCommand, temporaryFolder } from "../e2e/run-command.ts";
import { describeOnPostgres, emptyDatabase } from "./databases.ts";
import { openPostgresServer, type PostgresServer, question } from "./postgres-server.ts";

interface ShownTask {
  readonly id: string;
  readonly status: { readonly state: string };
  readonly artifacts?: unknown;
}

async function send(server: PostgresServer, messageId: string, atOnce: boolean): Promise<ShownTask> {
  const answer = await server.rpc("SendMessage", question(messageId, atOnce));
  return ((await answer.json()) as { result: { task: ShownTask } }).result.task;
}

async function shown(server: PostgresServer, id: string): Promise<ShownTask> {
  return (await (await server.fetch(`/tasks/${id}`)).json()) as ShownTask;
}

/** Models of one life of the server; the supervisor's decision of the held task waits for ever. */
function models(held: () => boolean) {
  const never = new Promise<never>(() => undefined);
  const reached = Promise.withResolvers<void>();
  const remote = talkingModel("supervisor", async (request) => {
    if (!held() || request.step.kind !== "minion-decide") return remoteLines(request);
    reached.resolve();
    return await never;
  });
  return { remote, local: talkingModel("worker", localLines), reached: reached.promise };
}

describeOnPostgres("a server that outgrew its data folder", () => {
  it("goes on in PostgreSQL with its keys and tasks, and pays nothing twice", {
    timeout: 120_000,
  }, async () => {
    await using folder = await temporaryFolder();
    await using database = await emptyDatabase();
    const env = { DATABASE_URL: database.url };
    let holding = false;
    const before = models(() => holding);
    let [done, working] = ["", ""];
    let key = "";
    {
      await using server = await openPostgresServer({
        dataFolder: `${folder.path}/data`,
        local: before.local.model,
        remote: before.remote.model,
      });
      key = server.key;
      done = (await send(server, "first", false)).id;
      holding = true;
      working = (await send(server, "second", true)).id;
      await before.reached;
    }
    const paidBefore = [...before.remote.calls, ...before.local.calls].length;
    const status = await runCommand(["migrate", "status"], { cwd: folder.path, env });
    expect(status).toMatchObject({
      exitCode: 13,
      stdout: expect.stringContaining("pending  0001-first-tables"),
    });
    const copied = await runCommand(["store", "copy", "--from", "data"], { cwd: folder.path, env });
    expect(copied).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/tasks: 2[\s\S]*both sides are the same/),
    });
    const again = await runCommand(["store", "copy", "--from", "data"], { cwd: folder.path, env });
    expect(again).toMatchObject({ exitCode: 11, stderr: expect.stringContaining("holds something already") });
    expect(await runCommand(["migrate", "status"], { cwd: folder.path, env })).toMatchObject({ exitCode: 0 });
    const after = models(() => false);
    await using server = await openPostgresServer({
      databaseUrl: database.url,
      local: after.local.model,
      remote: after.remote.model,
    });
    const old = await server.fetch(`/tasks/${done}`, {}, key);
    expect(await old.json()).toMatchObject({ status: { state: "TASK_STATE_COMPLETED" }, artifacts: [{}] });
    const owned = async () =>
      ((await (await server.fetch(`/tasks/${working}`, {}, key)).json()) as ShownTask).status.state;
    await expect.poll(owned, { timeout: 60_000 }).toBe("TASK_STATE_COMPLETED");
    // The first life paid an opening and a reading of the task at work; what is left is the decision.
    expect(paidBefore).toBeGreaterThan(3);
    expect([...after.remote.calls, ...after.local.calls]).toHaveLength(1);
    expect((await shown(server, done)).status.state).toBe("TASK_STATE_COMPLETED");
    const keys = await runCommand(["keys", "list", "--json"], { cwd: folder.path, env });
    expect(JSON.parse(keys.stdout)).toMatchObject({ keys: [{ name: "tester" }, { name: "tester" }] });
  });
});
