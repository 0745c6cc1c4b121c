import { describe, expect, it } from "vitest";
import { SequencePool } from "./sequence-pool.ts";

const forever = new AbortController().signal;

describe("the pool of sequences", () => {
  it("lends no item twice at once and serves those in line in order", async () => {
    const pool = new SequencePool(["a"]);
    const first = Promise.withResolvers<void>();
    const log: string[] = [];
    const runs = [
      pool.lend(forever, async (item) => {
        log.push(`1 has ${item}`);
        await first.promise;
      }),
      pool.lend(forever, async (item) => void log.push(`2 has ${item}`)),
      pool.lend(forever, async (item) => void log.push(`3 has ${item}`)),
    ];
    await Promise.resolve();
    expect(log).toEqual(["1 has a"]);
    first.resolve();
    await Promise.all(runs);
    expect(log).toEqual(["1 has a", "2 has a", "3 has a"]);
  });

  it("takes an item back from work that fails", async () => {
    const pool = new SequencePool(["a"]);
    await expect(pool.lend(forever, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    await expect(pool.lend(forever, async (item) => item)).resolves.toBe("a");
  });

  it("lets one that waits leave the line", async () => {
    const pool = new SequencePool(["a"]);
    const held = Promise.withResolvers<void>();
    const holder = pool.lend(forever, () => held.promise);
    const impatient = new AbortController();
    const waiting = pool.lend(impatient.signal, async () => "served");
    impatient.abort();
    await expect(waiting).rejects.toMatchObject({ code: "aborted" });
    held.resolve();
    await holder;
    await expect(pool.lend(forever, async (item) => item)).resolves.toBe("a");
  });

  it("serves nobody whose signal has already fired", async () => {
    const pool = new SequencePool(["a"]);
    await expect(pool.lend(AbortSignal.abort(), async () => "served")).rejects.toMatchObject({
      code: "aborted",
    });
  });
});
