import { describe, expect, it } from "vitest";
import { runFuzz } from "./run-fuzz.ts";

describe("mutated requests at all doors", { timeout: 120_000 }, () => {
  it("crash nothing, are never answered as the server's fault, and tell no tenant a byte of another", async () => {
    const report = await runFuzz({ requests: 1_500, seed: 20_260_131 });
    expect(report.problems).toEqual([]);
    expect(report.requests).toBe(1_500);
    // It got somewhere: some requests were fine, some refused for their form, some for who asked.
    for (const status of ["200", "400", "401", "404"]) expect(report.byStatus[status]).toBeGreaterThan(10);
    expect(Object.keys(report.byDoor).length).toBeGreaterThan(30);
  });
});
