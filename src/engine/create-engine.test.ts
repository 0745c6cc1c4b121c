import { describe, expect, it, vi } from "vitest";
import { AppError } from "#kernel";
import type { RunContext, RunEnding } from "./engine-api.ts";
import { ALICE, BOB, NEVER, openFixture } from "./testing/engine-fixture.ts";
import { createMemoryStores } from "./testing/memory-stores.ts";
import { agentMessage, textArtifact } from "./testing/messages.ts";

class ModelGoneError extends AppError<"model-gone"> {
  readonly code = "model-gone";
}

const never = (): Promise<RunEnding> => Promise.withResolvers<RunEnding>().promise;
const completes = async (): Promise<RunEnding> => ({ kind: "completed" });

describe("a task", () => {
  it("tells its whole life as events in order", async () => {
    const { engine, submit, story, task } = openFixture(async (context) => {
      await context.tell(agentMessage("Reading."));
      await context.writeArtifact(textArtifact("answer", "4"), { append: false, lastChunk: false });
      await context.writeArtifact(textArtifact("answer", "2."), { append: true, lastChunk: true });
      return { kind: "completed", message: agentMessage("Done.") };
    });
    await engine.start();
    const { id } = await submit("How much?");
    const ended = await engine.settled(id, ALICE, NEVER);

    expect(await story(id)).toEqual([
      "message: How much?",
      "submitted",
      "working",
      "working: Reading.",
      "artifact: 4",
      "artifact +: 2.",
      "completed: Done.",
    ]);
    expect(ended).toMatchObject({ state: { kind: "completed" }, lastSeq: 7, attempts: 1 });
    expect(ended.artifacts[0]?.parts).toEqual([
      { kind: "text", text: "4" },
      { kind: "text", text: "2." },
    ]);
    expect((await task(id)).statusMessage?.parts).toEqual([{ kind: "text", text: "Done." }]);
  });

  it("stores what parallel jobs tell in the order of their calls", async () => {
    const { engine, submit, story } = openFixture(async (context) => {
      await Promise.all(["one", "two", "three"].map((text) => context.tell(agentMessage(text))));
      return { kind: "completed" };
    });
    await engine.start();
    const { id } = await submit("Go");
    await engine.settled(id, ALICE, NEVER);
    expect((await story(id)).slice(3, 6)).toEqual(["working: one", "working: two", "working: three"]);
  });

  it("that tells much at once stores it in few transactions", async () => {
    const stores = createMemoryStores();
    const commits = vi.spyOn(stores.tasks, "commit");
    const { engine, submit } = openFixture(
      async (context) => {
        await Promise.all(Array.from({ length: 150 }, (_, job) => context.tell(agentMessage(`job ${job}`))));
        return { kind: "completed" };
      },
      { stores },
    );
    await engine.start();
    const { id } = await submit("Go");
    expect((await engine.settled(id, ALICE, NEVER)).lastSeq).toBe(154);
    expect(commits.mock.calls.map(([{ events }]) => events.length)).toEqual([2, 1, 1, 100, 49, 1]);
  });

  it("waits, submitted, until the engine is started", async () => {
    const { engine, submit } = openFixture(completes);
    const { id, state } = await submit("Go");
    expect(state.kind).toBe("submitted");
    await engine.start();
    expect((await engine.settled(id, ALICE, NEVER)).state.kind).toBe("completed");
  });

  const ENDINGS: readonly [string, () => Promise<RunEnding>, object][] = [
    [
      "a rejection",
      async () => ({ kind: "rejected", failure: { code: "no", message: "No." } }),
      { kind: "rejected", failure: { code: "no", message: "No." } },
    ],
    [
      "a typed error",
      async () => {
        throw new ModelGoneError("The model is gone.");
      },
      { kind: "failed", failure: { code: "model-gone", message: "The model is gone." } },
    ],
  ];
  for (const [name, run, state] of ENDINGS) {
    it(`ends by ${name} with its code and message`, async () => {
      const { engine, submit } = openFixture(run);
      await engine.start();
      const { id } = await submit("Go");
      expect((await engine.settled(id, ALICE, NEVER)).state).toEqual(state);
    });
  }

  it("shows a log id instead of the text of an unknown error", async () => {
    const { engine, submit, observed } = openFixture(async () => {
      throw new Error("password=1234");
    });
    await engine.start();
    const { id } = await submit("Go");
    const { state } = await engine.settled(id, ALICE, NEVER);
    const [fault] = observed("fault-caught");
    expect(state).toMatchObject({ kind: "failed", failure: { code: "internal" } });
    expect(JSON.stringify(state)).not.toContain("1234");
    expect(JSON.stringify(state)).toContain(fault?.logId);
    expect(fault).toMatchObject({ during: "run", taskId: id, error: new Error("password=1234") });
  });

  it("is no task to anybody but its owner", async () => {
    const { engine, submit } = openFixture(never);
    await engine.start();
    const { id } = await submit("Go");
    const read = async (): Promise<unknown> => {
      for await (const event of engine.events(id, BOB, 0, NEVER)) return event;
      return undefined;
    };
    const attempts = [
      engine.get(id, BOB),
      engine.cancel(id, BOB),
      engine.settled(id, BOB, NEVER),
      read(),
      submit("More", { owner: BOB, taskId: id }),
      engine.get("no-such-task", ALICE),
    ];
    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: "task-not-found" });
  });
});

describe("writes of a run that is over", () => {
  it("are dropped and counted, and reject", async () => {
    let kept: RunContext | undefined;
    const { engine, submit, story, observed } = openFixture(async (context) => {
      kept = context;
      return { kind: "completed" };
    });
    await engine.start();
    const { id } = await submit("Go");
    await engine.settled(id, ALICE, NEVER);
    await expect(kept?.tell(agentMessage("Late."))).rejects.toMatchObject({ code: "aborted" });
    await expect(kept?.once("step", "hash", async () => 1)).rejects.toMatchObject({ code: "aborted" });
    expect(await story(id)).not.toContain("working: Late.");
    expect(observed("late-write-dropped")).toEqual([
      { type: "late-write-dropped", taskId: id, cause: "ended" },
    ]);
  });

  it("take nothing from an end that waits to be stored", async () => {
    const stores = createMemoryStores();
    const held = Promise.withResolvers<void>();
    const commit = stores.tasks.commit.bind(stores.tasks);
    vi.spyOn(stores.tasks, "commit").mockImplementation(async (change, message) => {
      if (change.task.statusMessage !== undefined) await held.promise;
      return commit(change, message);
    });
    let kept: RunContext | undefined;
    const { engine, submit, story, time } = openFixture(
      async (context) => {
        kept = context;
        void context.tell(agentMessage("In time."));
        return { kind: "completed" };
      },
      { stores },
    );
    await engine.start();
    const { id } = await submit("Go");
    await time.settle();
    await expect(kept?.tell(agentMessage("Too late."))).rejects.toMatchObject({ code: "aborted" });
    held.resolve();
    await engine.settled(id, ALICE, NEVER);
    expect((await story(id)).slice(2)).toEqual(["working", "working: In time.", "completed"]);
  });

  it("stop the run silently when somebody else changed the task", async () => {
    const { engine, submit, stores, story, time, observed } = openFixture(async (context) => {
      const row = await stores.tasks.load(context.task.id);
      if (row === undefined) throw new Error("gone");
      await stores.tasks.commit({ task: row, expectedVersion: row.version, events: [], at: 0 });
      await context.tell(agentMessage("I am behind."));
      return { kind: "completed" };
    });
    await engine.start();
    const { id } = await submit("Go");
    await time.pass(30_000);
    expect(await story(id)).toEqual(["message: Go", "submitted", "working"]);
    expect((await engine.get(id, ALICE)).state.kind).toBe("working");
    expect([observed("run-begun").length, observed("fault-caught").length]).toEqual([1, 0]);
  });
});
