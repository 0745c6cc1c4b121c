import { expect, it } from "vitest";
import { localLines, remoteLines, talkingModel } from "../../src/app/server/testing/talking-models.ts";
import { describeOnPostgres, emptyDatabase } from "./databases.ts";
import { openPostgresServer, question } from "./postgres-server.ts";

describeOnPostgres("servers that hear nothing of each other", () => {
  it("show each other's streams to their end by looking, as behind a pooler", {
    timeout: 60_000,
  }, async () => {
    await using database = await emptyDatabase();
    const called = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const supervisor = talkingModel("supervisor", async (request) => {
      called.resolve();
      await gate.promise;
      return remoteLines(request);
    });
    const settings = {
      databaseUrl: database.url,
      local: talkingModel("worker", localLines).model,
      remote: supervisor.model,
      env: { DATABASE_NOTIFICATIONS: "false", DATABASE_PREPARED_STATEMENTS: "false" },
    };
    await using here = await openPostgresServer(settings);
    await using there = await openPostgresServer(settings);
    const sent = await here.rpc("SendMessage", question("first"));
    const { id } = ((await sent.json()) as { result: { task: { id: string } } }).result.task;
    await called.promise;
    const streams = await Promise.all([here, there].map((server) => server.rpc("SubscribeToTask", { id })));
    gate.resolve();
    const told = await Promise.all(streams.map((stream) => stream.text()));
    for (const text of told) expect(text).toContain("TASK_STATE_COMPLETED");
    const seqs = told.map((text) => [...text.matchAll(/^id: ?(\d+)/gm)].map(([, seq]) => Number(seq)));
    // Each begins with the task as it stood, and misses nothing after.
    for (const stream of seqs) {
      const first = stream[0] ?? 0;
      expect(stream).toEqual(stream.map((_, index) => first + index));
    }
  });
});
