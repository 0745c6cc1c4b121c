import { expect, it } from "vitest";
import type { Dispatcher, RunOutcome, RunTurn } from "./dispatch/dispatcher.ts";
import { ALICE, openFixture } from "./testing/engine-fixture.ts";

/** A queue that gives one more turn when it is asked to: such as one that was on its way while the engine stopped. */
class HeldUpQueue implements Dispatcher {
  readonly #idle = Promise.withResolvers<void>();
  #run: RunTurn | undefined;

  async start(run: RunTurn): Promise<void> {
    this.#run = run;
  }

  async give(id: string): Promise<RunOutcome | undefined> {
    const outcome = await this.#run?.({ id, ...ALICE, waitMs: 0, takeOvers: 0 });
    this.#idle.resolve();
    return outcome;
  }

  async reserve(): Promise<Disposable> {
    return { [Symbol.dispose]: () => undefined };
  }

  enqueue(): void {}
  drop(): void {}
  close(): void {}

  idle(): Promise<void> {
    return this.#idle.promise;
  }
}

it("a turn that comes when the engine has told its runs to leave is handed back, and the stop ends", async () => {
  const queue = new HeldUpQueue();
  let ran = 0;
  const { engine, submit, task, time } = openFixture(
    async () => {
      ran += 1;
      return new Promise(() => undefined);
    },
    { dispatcher: queue },
  );
  await engine.start();
  const { id } = await submit("question");
  const stopping = engine.stop(0);
  await time.pass(1);
  expect(await queue.give(id)).toBe("handed-back");
  await stopping;
  expect(ran).toBe(0);
  expect((await task(id)).state.kind).toBe("submitted");
});
