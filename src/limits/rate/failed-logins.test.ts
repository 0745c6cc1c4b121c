import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openRateLimiters } from "./create-rate-limiter.ts";
import { createFailedLogins } from "./failed-logins.ts";

describe("failed logins", () => {
  beforeEach(() => vi.useFakeTimers({ now: 0 }));
  afterEach(() => vi.useRealTimers());

  async function open() {
    const onLimited = vi.fn();
    const createLimiter = await openRateLimiters({ kind: "memory" });
    return {
      onLimited,
      logins: createFailedLogins({ attempts: 2, windowSeconds: 60, createLimiter, onLimited }),
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
    const logins = createFailedLogins({ attempts: 2, windowSeconds: 60, createLimiter });
    await expect(logins.note("192.0.2.7")).rejects.toMatchObject({ code: "limit-store-unavailable" });
  });
});
