import { describe, expect, it } from "vitest";
import { analyseQuestion } from "./analysed-question.ts";
import { coreQuestion } from "./core-question.ts";
import { periodsOf } from "./periods.ts";

describe("what a question says about how to answer is taken away", () => {
  it.each([
    [
      "You are an investment banker and your only resource(s) to answer the following question is (are): the balance sheet and the P&L statement. Here's the question: what is the FY2015 quick ratio for Acme? Round your answer to two decimal places.",
      "what is the FY2015 quick ratio for Acme?",
    ],
    [
      "Assume that you are a public equities analyst. Answer the following question by primarily using information that is shown in the balance sheet: what is the year end FY2018 net PPNE for Acme? Answer in USD billions.",
      "what is the year end FY2018 net PPNE for Acme?",
    ],
    [
      "Based on the information provided primarily in the statement of income, what is Acme's FY2020 revenue (in USD millions)?",
      "what is Acme's FY2020 revenue ?",
    ],
    [
      "Does Acme have positive working capital? If working capital is not a useful or relevant metric for this company, then please state that and explain why.",
      "Does Acme have positive working capital?",
    ],
    ["Summarise the termination clause.", "Summarise the termination clause."],
    ["Who signed the lease?", "Who signed the lease?"],
  ])("%s", (question, core) => {
    expect(coreQuestion(question)).toBe(core);
  });

  it("but the definition of a figure stays", () => {
    const question = "What is the DPO? DPO is defined as: 365 * payables / COGS. Round to one decimal.";
    expect(coreQuestion(question)).toContain("365 * payables / COGS");
  });

  it("and words of speech become words of reports", () => {
    expect(coreQuestion("Who is the CEO and what was the bottom line?")).toBe(
      "Who is the chief executive officer and what was the net income?",
    );
  });
});

describe("the time that a question is about", () => {
  it.each([
    ["What was revenue in FY2018?", [2018], []],
    ["FY22 margin of Acme", [2022], []],
    ["the change from 2016 to 2019", [2016, 2017, 2018, 2019], []],
    ["FY2018 - FY2020 3 year average", [2018, 2019, 2020], []],
    ["Q2 of FY2023", [2023], [2]],
    ["As of FY2023Q1", [2023], [1]],
    ["As of Q2'2023", [2023], [2]],
    ["in Q22023", [2023], [2]],
    ["the fourth quarter of 2022", [2022], [4]],
    ["What is the rent?", [], []],
  ])("%s", (question, years, quarters) => {
    expect(periodsOf(question)).toEqual({ years, quarters });
  });
});

describe("the lines and figures that a question needs", () => {
  it.each([
    ["What was the FY2018 capital expenditure?", undefined, ["capex"]],
    ["What is the quick ratio?", "quick-ratio", ["current-assets", "current-liabilities", "inventory"]],
    ["How many times has Acme sold its inventory?", "inventory-turnover", ["cogs", "inventory"]],
    [
      "What is the unadjusted EBITDA less capex?",
      "ebitda-less-capex",
      ["operating-income", "depreciation", "capex"],
    ],
    [
      "What is the average EBITDA margin? Define EBITDA as operating income + depreciation.",
      "ebitda-margin",
      ["operating-income", "depreciation", "revenue"],
    ],
    [
      "What is the cash conversion cycle (CCC)? CCC is defined as: DIO + DSO - DPO.",
      "cash-conversion-cycle",
      ["inventory", "receivables", "payables", "cogs", "revenue"],
    ],
    ["Did Acme grow its PPNE?", undefined, ["ppe"]],
    ["Who is the landlord?", undefined, []],
  ])("%s", (question, metric, items) => {
    const analysed = analyseQuestion(question);
    expect({ metric: analysed.metric?.id, items: analysed.items.map((item) => item.id) }).toEqual({
      metric,
      items,
    });
  });
});

describe("what would answer", () => {
  it.each([
    ["How much did it cost?", "figure"],
    ["Why did margins fall?", "reason"],
    ["What drove revenue?", "reason"],
    ["Who is the chair?", "person"],
    ["Who are the primary customers?", "list"],
    ["When does it expire?", "date"],
    ["How long has the auditor served?", "date"],
    ["Is the business seasonal?", "judgement"],
  ])("%s: a %s", (question, wanted) => {
    expect(analyseQuestion(question).wanted).toBe(wanted);
  });
});

it("gives the words of a company's name no weight, and takes no 'best' from it", () => {
  const analysed = analyseQuestion("What did Best Buy sell?", ["BESTBUY_2023_10K.pdf"]);
  expect(analysed.extreme).toBeUndefined();
  expect(analysed.stems.filter((term) => term.weight > 0.1).map((term) => term.stem)).toEqual(["sell"]);
});
