import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LimitedCaller } from "../caller.ts";
import { LimitStoreError } from "../errors.ts";
import { createTierBook, type Tier } from "../tiers.ts";
import { openRateLimiters } from "./create-rate-limiter.ts";
import type { CreateRateLimiter } from "./rate-limiter.ts";
import { createRequestLimits } from "./request-limits.ts";

const ADA: LimitedCaller = { keyId: "laptop", owner: "ada", tenant: "north", tier: "small" };

beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) }));
afterEach(() => vi.useRealTimers());

async function open(tiers: Record<string, Tier>, createLimiter?: CreateRateLimiter) {
  const limited: string[] = [];
  const unknown: string[] = [];
  const limits = createRequestLimits({
    tiers: createTierBook(tiers, "default", (name) => unknown.push(name)),
    createLimiter: createLimiter ?? (await openRateLimiters({ kind: "memory" })),
    onLimited: (scope, tier) => limited.push(`${scope} ${tier}`),
  });
  /** How many of so many requests at once are let through. */
  const passed = async (requests: number, caller: LimitedCaller) => {
    const admissions = await Promise.all(Array.from({ length: requests }, () => limits.admit(caller)));
    return admissions.filter((one) => one?.refusal === undefined).length;
  };
  return { limits, limited, unknown, passed };
}

describe("requests of a caller", () => {
  it("pass up to the number of the tier, and again once the window is over", async () => {
    const { passed } = await open({ small: { key: { requestsPerMinute: 3 } } });
    expect(await passed(5, ADA)).toBe(3);
    vi.advanceTimersByTime(59_999);
    expect(await passed(1, ADA)).toBe(0);
    vi.advanceTimersByTime(1);
    expect(await passed(5, ADA)).toBe(3);
  });

  it("are told what is left, and when to come again, never before the window is over", async () => {
    const { limits } = await open({ small: { key: { requestsPerMinute: 2 } } });
    const policy = '"burst";q=2;w=60';
    expect(await limits.admit(ADA)).toEqual({ policy, left: '"burst";r=1;t=60', refusal: undefined });
    vi.advanceTimersByTime(29_001);
    expect(await limits.admit(ADA)).toEqual({ policy, left: '"burst";r=0;t=31', refusal: undefined });
    const refused = await limits.admit(ADA);
    expect(refused).toMatchObject({ policy, left: '"burst";r=0;t=31' });
    expect(refused?.refusal).toMatchObject({ code: "rate-limited", scope: "key", retryAfterSeconds: 31 });
  });

  it.each<[string, Tier, Partial<LimitedCaller>, string, number]>([
    ["another key of the owner", { owner: { requestsPerMinute: 3 } }, { keyId: "phone" }, "owner small", 1],
    [
      "another owner of the tenant",
      { tenant: { requestsPerMinute: 3 } },
      { owner: "bob" },
      "tenant small",
      1,
    ],
    ["another owner", { owner: { requestsPerMinute: 3 } }, { owner: "bob" }, "owner small", 2],
    [
      "the same name in another tenant",
      { owner: { requestsPerMinute: 3 } },
      { tenant: "south" },
      "owner small",
      2,
    ],
    ["another key", { key: { requestsPerMinute: 3 } }, { keyId: "phone" }, "key small", 2],
  ])("and those of %s count as the scope says", async (_, tier, other, who, passing) => {
    const { passed, limited } = await open({ small: tier });
    await passed(2, ADA);
    expect(await passed(2, { ...ADA, ...other })).toBe(passing);
    await passed(9, ADA);
    expect(new Set(limited)).toEqual(new Set([who]));
  });

  it("have to pass every window and every scope", async () => {
    const { limits, passed } = await open({
      small: {
        key: { requestsPerMinute: 3, requestsPerHour: 4 },
        owner: { requestsPerMinute: 100 },
        tenant: { requestsPerHour: 200 },
      },
    });
    expect(await passed(5, ADA)).toBe(3);
    vi.advanceTimersByTime(60_000);
    expect((await limits.admit(ADA))?.policy).toBe(
      '"burst";q=3;w=60, "sustained";q=4;w=3600, "burst-owner";q=100;w=60, "sustained-tenant";q=200;w=3600',
    );
    const refused = await limits.admit(ADA);
    expect(refused?.left).toBe('"burst";r=1;t=60, "sustained";r=0;t=3540');
    expect(refused?.refusal).toMatchObject({ scope: "key", retryAfterSeconds: 3540 });
  });

  it("are not counted where the tier has no number", async () => {
    const { limits } = await open({ small: { key: { requestsPerMinute: 0 } } });
    expect(await limits.admit(ADA)).toBeUndefined();
  });

  it("of a tier that nobody configured get the default one, which is told once", async () => {
    const { passed, unknown } = await open({ default: { key: { requestsPerMinute: 1 } } });
    expect(await passed(3, { ...ADA, tier: "gold" })).toBe(1);
    expect(unknown).toEqual(["gold"]);
  });

  it("get no fresh window with another tier", async () => {
    const { passed } = await open({
      small: { key: { requestsPerMinute: 3 } },
      large: { key: { requestsPerMinute: 3 } },
    });
    await passed(2, ADA);
    expect(await passed(3, { ...ADA, tier: "large" })).toBe(1);
  });

  it("are not let through uncounted where the store fails", async () => {
    const failing: CreateRateLimiter = () => ({
      take: async () => Promise.reject(new Error("no route to host")),
    });
    const { limits } = await open({ small: { key: { requestsPerMinute: 3 } } }, failing);
    await expect(limits.admit(ADA)).rejects.toThrow(LimitStoreError);
  });
});
