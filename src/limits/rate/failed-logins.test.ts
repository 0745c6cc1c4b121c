import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openRateLimiters } from "./create-rate-limiter.ts";
import { createFailedLogins } from "./failed-logins.ts";

/** Follows the fake timers. */
const clock = { monotonicMs: () => Date.now() };

describe("failed logins", () => {
  beforeEach(() => vi.useFakeTimers({ now: 0 }));
  afterEach(() => vi.useRealTimers());

  async function open() {
    const onLimited = vi.fn();
    const createLimiter = await openRateLimiters({ kind: "memory" });
    return {
      onLimited,
      logins: createFailedLogins({ attempts: 2, windowSeconds: 60, clock, createLimiter, onLimited }),
    };
  }

  it("of one address are told to wait once there are too many, until the window is over", async () => {
    const { logins, onLimited } = await open();
    await logins.note("192.0.2.7");
    await logins.note("192.0.2.7");
    await logins.note("192.0.2.8");
    const refused = expect(logins.note("::ffff:192.0.2.7")).rejects;
    await refused.toMatchObject({ code: "logins-limited", retryAfterSeconds: 60 });
    expect(onLimited).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(60_000);
    await logins.note("192.0.2.7");
  });

  it("of a whole /64 count together", async () => {
    const { logins } = await open();
    await logins.note("2001:db8::1");
    await logins.note("2001:db8::2");
    await expect(logins.note("2001:db8::ffff")).rejects.toMatchObject({ code: "logins-limited" });
    await logins.note("2001:db8:0:1::1");
  });

  it("are not let through uncounted where the store fails", async () => {
    const createLimiter = () => ({ take: async () => Promise.reject(new Error("gone")) });
    const logins = createFailedLogins({ attempts: 2, windowSeconds: 60, clock, createLimiter });
    await expect(logins.note("192.0.2.7")).rejects.toMatchObject({ code: "limit-store-unavailable" });
  });

  it("of a crowd of addresses count as one beyond what is told apart, and are apart again later", async () => {
    const { logins } = await open();
    const address = (index: number) =>
      `2001:db8:${(index >> 16).toString(16)}:${(index & 0xffff).toString(16)}::1`;
    for (let index = 0; index < 50_000; index += 1) await logins.note(address(index));
    await logins.note(address(60_001));
    await logins.note(address(60_002));
    await expect(logins.note(address(60_003))).rejects.toMatchObject({ code: "logins-limited" });
    await logins.note(address(1));
    vi.advanceTimersByTime(60_000);
    await logins.note(address(60_003));
  });
});
