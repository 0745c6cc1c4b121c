import { describe, expect, it } from "vitest";
import { stem } from "./index.ts";

describe("stemming", () => {
  it.each([
    ["report", "reports", "reported", "reporting"],
    ["company", "companies"],
    ["expense", "expenses", "expensed", "expensing"],
    ["lease", "leases", "leased", "leasing"],
    ["increase", "increases", "increased", "increasing"],
    ["rate", "rates", "rated", "rating"],
    ["tax", "taxes", "taxed", "taxing"],
    ["loss", "losses"],
    ["business", "businesses"],
    ["branch", "branches"],
    ["run", "running"],
    ["control", "controls", "controlled", "controlling"],
    ["acquire", "acquired", "acquiring"],
    ["carry", "carries", "carried", "carrying"],
    ["asset", "assets"],
    ["status", "statuses"],
    ["agreement", "agreements"],
  ])("brings the forms of %s together", (...forms) => {
    expect(new Set(forms.map(stem)).size).toBe(1);
  });

  it.each([
    ["news", "new", false],
    ["operation", "operate", true],
    ["universe", "university", true],
    ["us", "use", true],
    ["sing", "s", true],
    ["string", "str", true],
    ["need", "ne", true],
    ["gas", "ga", true],
    ["basis", "basi", true],
  ])("keeps %s and %s apart: %s", (one, other, apart) => {
    expect(stem(one) !== stem(other)).toBe(apart);
  });

  it.each(["2018", "fy18", "москва", "us", ""])("leaves %j as it is", (word) => {
    expect(stem(word)).toBe(word);
  });
});
