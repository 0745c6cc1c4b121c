import { describe, expect, it } from "vitest";
import { createExtractiveModel } from "./extractive-model.ts";
import { ANNUAL_REPORT, PAGE } from "./testing/annual-report.ts";
import { askWorker, textDocument } from "./testing/ask.ts";

const model = createExtractiveModel();

describe("over an annual report, the page quoted first is", () => {
  it.each([
    ["What was the FY2020 capital expenditure of Harrow Tools?", PAGE.cashFlow],
    ["What were total current liabilities at the end of 2020? Use the balance sheet.", PAGE.balance],
    ["What is Harrow's FY2020 inventory turnover ratio?", PAGE.balance],
    ["Does Harrow Tools have positive working capital based on FY2020 data?", PAGE.balance],
    ["Is the gross margin of Harrow improving?", PAGE.income],
    ["How much did Harrow pay in cash dividends in FY2019?", PAGE.cashFlow],
    ["What drove the increase in net sales in 2020?", PAGE.discussion],
    ["How does Harrow's effective tax rate in FY2020 compare to FY2019?", PAGE.discussion],
    ["How many people does Harrow employ?", PAGE.business],
    ["What are the reportable segments of Harrow?", PAGE.segments],
    ["Which segment had the highest operating income in 2020?", PAGE.segments],
    ["Has Harrow reported any materially important legal battles?", PAGE.legal],
    ["How much did Harrow pay for Fern Blades?", PAGE.legal],
    ["Which debt securities are registered to trade on a national securities exchange?", PAGE.cover],
    ["Did Harrow report customer concentration in 2020?", PAGE.business],
    ["What industry does Harrow Tools primarily operate in?", PAGE.business],
  ])("%s", async (question, page) => {
    expect((await askWorker(model, ANNUAL_REPORT, question)).pages[0]).toBe(page);
  });
});

describe("figures that are worked out", () => {
  it.each([
    ["What was capital expenditure in FY2020? Answer in USD millions.", "90 million"],
    ["What is the FY2020 quick ratio of Harrow?", "1.06"],
    ["What is the net working capital of Harrow for FY2020? Answer in USD millions.", "320 million"],
    ["What is the change in revenue from FY2019 to FY2020 (in units of percents)?", "13.6%"],
    ["What is the 2 year total revenue CAGR from FY2018 to FY2020?", "11.8%"],
    ["What is the FY2018 - FY2020 3 year average of capex as a % of revenue?", "7.0%"],
    [
      "What is the FY2020 fixed asset turnover ratio? It is defined as: FY2020 revenue / (average PP&E between FY2019 and FY2020).",
      "3.16",
    ],
    [
      "What is the FY2020 unadjusted EBITDA margin? Define unadjusted EBITDA as: unadjusted operating income + depreciation and amortization, over revenue.",
      "20.8%",
    ],
    ["What was the dividend payout ratio in FY2020?", "0.29"],
    ["How much did net sales grow in FY2020 compared with FY2019, in percent?", "13.6%"],
    ["What were total current assets less total current liabilities at the end of FY2020?", "320 million"],
    [
      "Which segment had the lowest operating income in 2020?",
      "Garden Machines has the lowest figure: 70 (2020)",
    ],
    ["What percentage of total assets was goodwill at the end of FY2020?", "12.5%"],
    [
      "Is the operating margin of Harrow improving as of FY2020?",
      "up 0.5 percentage points from FY2019 to FY2020",
    ],
  ])("%s", async (question, figure) => {
    const answer = await askWorker(model, ANNUAL_REPORT, question);
    expect(answer.statement).toContain(figure);
  });

  it("say what they were computed from, and every row that went in is quoted", async () => {
    const answer = await askWorker(
      model,
      ANNUAL_REPORT,
      "What is the asset turnover ratio of Harrow in FY2020?",
    );
    expect(answer.statement).toContain("1.09");
    expect(answer.statement).toContain("Computed from Net sales, Total assets");
    expect(answer.pages).toEqual(expect.arrayContaining([PAGE.income, PAGE.balance]));
    expect(answer.quotes.join("\n")).toContain("Total assets  $ 1,200  $ 1,090");
  });

  it("are not worked out where a year is missing", async () => {
    const answer = await askWorker(
      model,
      ANNUAL_REPORT,
      "What is the asset turnover ratio of Harrow in FY2015?",
    );
    expect(answer.statement).not.toMatch(/Computed from/);
  });
});

describe("over texts of any kind, the first quote holds", () => {
  const lease = textDocument(
    "lease.txt",
    `This lease is made on March 3, 2021 between Oakfield Properties LLC ("Landlord") and Brightwater Inc. ("Tenant").
2. Term. The term is five years, beginning on April 1, 2021 and ending on March 31, 2026.
3. Rent. The Tenant shall pay a monthly rent of $4,250, due on the first day of each month.
4. Deposit. The Tenant shall deposit $8,500 with the Landlord.
5. Pets. No animals may be kept on the premises without the Landlord's written consent.
6. Law. This agreement is governed by the laws of the State of Maine.`,
  );
  const suit = textDocument(
    "suit.txt",
    "Doppler Marine Ltd. sued us for infringement of two patents in this suit. The claimant seeks $ 48 million.",
  );
  const note = textDocument(
    "note.txt",
    `Diagnosis: pneumonia of the right lower lobe; type 2 diabetes.
Laboratory: CRP 184 mg/L on admission, 22 mg/L on discharge.
Medication: metformin 1000 mg twice daily, ramipril 5 mg once daily.
Allergies: the patient reports a rash after taking sulfonamides.`,
  );
  const paper = textDocument(
    "paper.txt",
    `We train on 90,447 questions with a learning rate of 2e-5 on four GPUs.
Method   EM   F1
BM25   31.2   42.0
DPR   45.1   57.8

Limitations
Our method was evaluated on English data only.`,
  );
  it.each([
    [lease, "What is the monthly rent?", "$4,250"],
    [suit, "What is the sum that Doppler Marine seeks in its patent suit?", "$ 48 million"],
    [lease, "When does the term end?", "March 31, 2026"],
    [lease, "Are pets allowed?", "No animals"],
    [lease, "Which state's law governs the agreement?", "Maine"],
    [note, "What dose of metformin does the patient take?", "1000 mg"],
    [note, "Does the patient have any allergies?", "sulfonamides"],
    [paper, "What F1 does DPR reach?", "57.8"],
    [paper, "What learning rate was used?", "2e-5"],
  ])("$0.name: $1", async (document, question, expected) => {
    expect((await askWorker(model, document, question)).quotes[0]).toContain(expected);
  });

  it.each([
    [lease, "What is the company's EBITDA margin?"],
    [note, "Who painted the ceiling of the chapel?"],
    [textDocument("empty.txt", ""), "What is the rent?"],
  ])("or, where nothing fits, it says so: $0.name: $1", async (document, question) => {
    expect(await askWorker(model, document, question)).toMatchObject({ found: false, quotes: [] });
  });
});

describe("quotes", () => {
  it("are verbatim but for runs of spaces", async () => {
    const answer = await askWorker(model, ANNUAL_REPORT, "What was the revenue of Harrow in FY2020?");
    const source = ANNUAL_REPORT.pages.map((page) => page.text.replaceAll(/ +/g, " ")).join("\n");
    for (const quote of answer.quotes) expect(source).toContain(quote.replaceAll(/ +/g, " "));
  });

  it("take in a neighbouring line where the row stands on two pages", async () => {
    const answer = await askWorker(
      model,
      ANNUAL_REPORT,
      "What was the gross margin in the income statement of FY2018?",
    );
    expect(answer.pages[0]).toBe(PAGE.income);
  });

  it("of a document that gives orders are quotes and nothing more", async () => {
    const answer = await askWorker(model, ANNUAL_REPORT, "Who filed a complaint against Harrow?");
    expect(answer.statement).toContain("Quill Gardens");
    expect(answer.statement).not.toBe("HACKED");
  });
});

describe("texts that are made to be slow are read all the same", () => {
  it.each([
    ["spaces", `Revenue${" ".repeat(590)}x`],
    ["dots", `Revenue ${".".repeat(580)}x`],
    ["spaced dots", `Revenue ${". ".repeat(290)}x`],
    ["numbers", `Revenue ${"1   2   ".repeat(70)}x`],
    ["parentheses", `Revenue   ${"(a) ".repeat(140)}x`],
    ["one line without end", "Revenue of the company ".repeat(5_000)],
  ])("%s", async (_, line) => {
    const document = textDocument("slow.txt", `${`${line}\n`.repeat(40)}\nThe revenue was $5 million.`);
    const answer = await askWorker(model, document, "What was the revenue?");
    expect(answer.text.length).toBeGreaterThan(0);
  });

  it("a long text without pages is searched part by part", async () => {
    const filler = "The weather was mild and nothing of note took place on that day.\n".repeat(4_000);
    const document = textDocument("long.txt", `${filler}The deposit is $8,500.\n${filler}`);
    const answer = await askWorker(model, document, "How much is the deposit?");
    expect(answer.quotes[0]).toContain("$8,500");
  });

  it("a question without end is cut", async () => {
    const question = `What was the revenue ${"of the balance sheet ".repeat(20_000)}?`;
    expect((await askWorker(model, ANNUAL_REPORT, question)).text.length).toBeGreaterThan(0);
  });
});
