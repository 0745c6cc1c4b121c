import { describe, expect, it } from "vitest";
import { formulaFromDefinition } from "./definition-formula.ts";
import { evaluateFormula, itemsInFormula } from "./formula.ts";

const VALUES: Record<string, readonly number[]> = {
  revenue: [1_250, 1_100],
  inventory: [300, 260],
  "net-income": [-50, 20],
};
const values = (item: string, yearsBack: number): number | undefined => VALUES[item]?.[yearsBack];

describe("a formula is worked out", () => {
  it.each([
    ["revenue", 1_250],
    ["revenue / avg(inventory)", 1_250 / 280],
    ["365 * avg(inventory) / revenue", 81.76],
    ["revenue - inventory * 2", 650],
    ["(revenue - inventory) * 2", 1_900],
    ["change(revenue)", 150],
    ["abs(net-income) / 2.5", 20],
  ])("%s", (formula, result) => {
    expect(evaluateFormula(formula, values)).toBeCloseTo(result, 6);
  });
});

describe("there is no result where", () => {
  it.each([
    ["a value is missing", "revenue / goodwill"],
    ["the year before is missing", "avg(cash)"],
    ["it divides by zero", "revenue / (inventory - inventory)"],
    ["a parenthesis stays open", "(revenue - inventory"],
    ["something is left over", "revenue inventory"],
    ["a function is unknown", "sqrt(revenue)"],
    ["it is no formula", "alert('x')"],
    ["it is empty", ""],
    ["it never ends", "1 + ".repeat(500)],
  ])("%s", (_, formula) => {
    expect(evaluateFormula(formula, values)).toBeUndefined();
  });
});

it("names the items of a formula once each", () => {
  expect(itemsInFormula("avg(inventory) / cogs + change(inventory)")).toEqual(["inventory", "cogs"]);
});

describe("a definition in words becomes a formula", () => {
  it.each([
    ["cash from operations / total current liabilities", "operating-cash-flow / current-liabilities"],
    [
      "365 * (average accounts payable between FY2016 and FY2017) / (FY2017 COGS + change in inventory between FY2016 and FY2017)",
      "365 * ( avg(payables) ) / ( cogs + change(inventory) )",
    ],
    ["FY2020 revenue / (average total assets between FY2019 and FY2020)", "revenue / ( avg(total-assets) )"],
    ["total current assets less total current liabilities", "current-assets - current-liabilities"],
    ["total current assets divided by total current liabilities", "current-assets / current-liabilities"],
    ["FY2021 net income / (average PP&E between FY2020 and FY2021)", "net-income / ( avg(ppe) )"],
  ])("%s", (definition, formula) => {
    expect(formulaFromDefinition(definition)).toBe(formula);
  });

  it.each([
    ["the ratio that management finds most useful"],
    ["customers retained / customers acquired"],
    [""],
  ])("but not where words are left over: %j", (definition) => {
    expect(formulaFromDefinition(definition)).toBeUndefined();
  });
});
