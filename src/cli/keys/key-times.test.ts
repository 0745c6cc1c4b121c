import { describe, expect, it } from "vitest";
import { InvalidUsageError } from "../errors.ts";
import { durationOf, endOf } from "./key-times.ts";

const NOW = Date.parse("2026-06-01T00:00:00Z");

describe("times on the command line", () => {
  it.each([
    ["45s", 45_000],
    ["30m", 1_800_000],
    ["24h", 86_400_000],
    ["90d", 7_776_000_000],
    ["2w", 1_209_600_000],
    ["0", 0],
  ])("%s is %d ms", (text, ms) => {
    expect(durationOf(text, "--grace")).toBe(ms);
  });

  it.each(["", "24", "1.5h", "-1h", "1y", "h", "999999999w", "24h 5m"])("%j is no time", (text) => {
    expect(() => durationOf(text, "--grace")).toThrow(InvalidUsageError);
  });

  it.each([
    ["1d", "2026-06-02T00:00:00.000Z"],
    ["2027-01-31", "2027-01-31T00:00:00.000Z"],
    ["2027-01-31T12:00:00+02:00", "2027-01-31T10:00:00.000Z"],
  ])("%s ends at %s", (text, iso) => {
    expect(new Date(endOf(text, "--expires", NOW)).toISOString()).toBe(iso);
  });

  it.each(["0", "2026-05-31", "2026-06-01", "tomorrow", "2027-13-01", "2027-01-31T12:00", "1"])(
    "%j is no end",
    (text) => {
      expect(() => endOf(text, "--expires", NOW)).toThrow(InvalidUsageError);
    },
  );
});
