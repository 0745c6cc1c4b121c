import { describe, expect, it } from "vitest";
import { timeOrderedId } from "./time-ordered-id.ts";

describe("an id that is ordered by time", () => {
  it("is a UUID of version 7 that tells its time", () => {
    const id = timeOrderedId(Date.UTC(2026, 10, 22));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.slice(0, 13).replace("-", ""), 16)).toBe(Date.UTC(2026, 10, 22));
  });

  it("comes after those of earlier milliseconds", () => {
    const ids = Array.from({ length: 300 }, (_, index) => timeOrderedId(index ** 5));
    expect(ids.toSorted()).toEqual(ids);
  });

  it("is never the same twice", () => {
    expect(new Set(Array.from({ length: 10_000 }, () => timeOrderedId(7))).size).toBe(10_000);
  });
});
