import { describe, expect, it } from "vitest";
import { metricRows } from "./metric-rows.ts";
import { codeIn, readPage, rowsUnder } from "./page.ts";

const PAGE = readPage("reference/metrics.md");

describe("the metrics page", () => {
  it("has every metric with its kind, buckets and labels, and what it means", async () => {
    const rows = [
      ...rowsUnder(PAGE, "Those of the Python reference"),
      ...rowsUnder(PAGE, "Those of this server"),
    ];
    expect(rows.map((row) => row.slice(0, 3))).toEqual(await metricRows());
    for (const [name, , , meaning = ""] of rows) {
      expect(meaning, `meaning of ${name}`).not.toBe("");
    }
  });

  it("advises to watch only what there is", async () => {
    const known = (await metricRows()).map(([name]) => codeIn(name));
    const named = [...PAGE.matchAll(/a2a_minions_\w+/g)].map(([name]) => name);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });
});
