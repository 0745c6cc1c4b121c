import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { UploadGate } from "./upload-gate.ts";

const never = new AbortController().signal;

describe("room for bodies", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function gate() {
    return new UploadGate({ capacityBytes: 100, waitMs: 1_000 });
  }

  it("is given at once where there is some, and given back once", async () => {
    const uploads = gate();
    const place = await uploads.enter(40, "ada", never);
    expect(uploads.bytesInside).toBe(40);
    place[Symbol.dispose]();
    place[Symbol.dispose]();
    expect(uploads.bytesInside).toBe(0);
  });

  it("is waited for, in the order of coming", async () => {
    const uploads = gate();
    const first = await uploads.enter(80, "ada", never);
    const order: string[] = [];
    const bob = uploads.enter(50, "bob", never).then(() => order.push("bob"));
    const cleo = uploads.enter(10, "cleo", never).then(() => order.push("cleo"));
    first[Symbol.dispose]();
    await Promise.all([bob, cleo]);
    expect(order).toEqual(["bob", "cleo"]);
  });

  it("is refused when none comes in time, and whoever waits behind goes on", async () => {
    const uploads = gate();
    await uploads.enter(80, "ada", never);
    const bob = uploads.enter(50, "bob", never);
    const cleo = uploads.enter(10, "cleo", never);
    const refused = expect(bob).rejects.toMatchObject({ code: "uploads-full" });
    await vi.advanceTimersByTimeAsync(1_000);
    await refused;
    await cleo;
    expect(uploads.bytesInside).toBe(90);
  });

  it("is given to one owner by half only, and others pass it meanwhile", async () => {
    const uploads = gate();
    const first = await uploads.enter(40, "ada", never);
    const more = uploads.enter(20, "ada", never);
    await uploads.enter(60, "bob", never);
    expect(uploads.bytesInside).toBe(100);
    first[Symbol.dispose]();
    await more;
    expect(uploads.bytesInside).toBe(80);
  });

  it("is given to a body larger than all of it, alone", async () => {
    const uploads = gate();
    const large = await uploads.enter(1_000, "ada", never);
    const next = uploads.enter(1, "bob", never);
    large[Symbol.dispose]();
    await next;
    expect(uploads.bytesInside).toBe(1);
  });

  it("is left by a client that leaves while it waits", async () => {
    const uploads = gate();
    await uploads.enter(100, "ada", never);
    const leaving = new AbortController();
    const refused = expect(uploads.enter(50, "bob", leaving.signal)).rejects.toMatchObject({
      code: "uploads-full",
    });
    leaving.abort();
    await refused;
    expect(vi.getTimerCount()).toBe(0);
  });
});
