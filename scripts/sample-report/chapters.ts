import { COMPANY, NOTES, OFFICERS, PRODUCTS, RISKS, SITES } from "./facts.ts";
import * as figures from "./figures.ts";
import {
  DIRECTORS,
  ENVIRONMENT,
  ESTIMATES,
  EXHIBITS,
  LETTER,
  ORDERS,
  PAY,
  REGULATIONS,
  STOCK,
  TERMS,
} from "./more-facts.ts";
import type { PageWriter } from "./page-writer.ts";
import { quarters } from "./quarters.ts";

const { amount, figureOf } = figures;
const MILLIONS = "In millions of US dollars";

const CONTENTS = [
  ["Letter", "To our stockholders"],
  ["Item 1", "Business, regulation"],
  ["Item 1A", "Risk factors"],
  ["Item 2", "Properties"],
  ["Item 7", "Management's discussion and analysis, quarterly results, critical estimates"],
  ["Item 8", "Financial statements: income, balance sheets, cash flows, notes"],
  ["Item 10", "Directors and executive officers"],
  ["Item 11", "Executive compensation"],
  ["Annex", "Words of the trade"],
] as const;

/** Cover, contents, business and risks. */
export function writeOpening(pages: PageWriter): void {
  pages.section("Annual Report for Fiscal Year 2025");
  pages.paragraph(
    `${COMPANY} is an invented company. This report was written as sample text: no person, place of business or figure in it is real.`,
  );
  pages.paragraph(
    "Common stock, par value $ 0.01, is listed on the Boston Mercantile Exchange under the symbol NTI. The aggregate market value held by non-affiliates on 31 March 2025 was $ 7,610 million.",
  );
  pages.table(["Part", "Content"], [1, 4], CONTENTS);
  pages.section("Letter to Our Stockholders");
  for (const paragraph of LETTER) pages.paragraph(paragraph);
  pages.paragraph("Marit Halvorsen-Reyes, Chair and Chief Executive Officer");
  pages.section("Item 1. Business");
  pages.paragraph(
    `${COMPANY} makes instruments that measure the sea, systems that automate harbours, and surveys the seabed for those who build there. We were founded in 1974 in Gloucester, Massachusetts, and employ 10,600 people in eleven countries.`,
  );
  for (const [segment] of figures.SEGMENTS) writeSegment(pages, segment);
  pages.statement("Employees by function", "Headcount at year end", figures.EMPLOYEES);
  pages.section("Regulation");
  for (const [title, text] of REGULATIONS) {
    pages.heading(title);
    pages.paragraph(text);
  }
  pages.section("Item 1A. Risk Factors");
  for (const [title, text] of RISKS) {
    pages.heading(title);
    pages.paragraph(text);
    pages.paragraph(
      `Management reviews this risk each quarter and reports on it to the audit committee. Measures already taken lessen it and do not remove it; ${title.charAt(0).toLowerCase()}${title.slice(1).replace(/\.$/, "")}, and no plan of ours can promise otherwise.`,
    );
  }
  pages.section("Item 2. Properties");
  pages.paragraph(
    "The principal properties are listed below. We consider them suitable and sufficient for our present needs.",
  );
  pages.table(["Location", "Use", "Tenure", "Thousand sq ft"], [3, 3, 1.2, 1.6], SITES);
  for (const [place, use, tenure, area] of SITES) {
    const term =
      tenure === "Owned"
        ? "We own land and buildings"
        : "The lease runs to between 2028 and 2034 and can be renewed once";
    pages.paragraph(
      `${place}. Used for ${use.charAt(0).toLowerCase()}${use.slice(1)}, with ${area} thousand square feet. ${term}. The site works to an environmental management standard, was audited within the last two years, and has room to grow by about a tenth without building.`,
    );
  }
}

function writeSegment(pages: PageWriter, segment: string): void {
  pages.heading(segment);
  const sales = figureOf(figures.SEGMENTS, segment, 2025);
  const share = ((sales / figureOf(figures.INCOME, "Net sales", 2025)) * 100).toFixed(1);
  pages.paragraph(
    `${segment} had net sales of $ ${amount(sales)} million in fiscal 2025, ${share} % of the total.`,
  );
  for (const [owner, product, what] of PRODUCTS) {
    if (owner !== segment) continue;
    pages.paragraph(
      `${product}. The ${product} ${what}. It is sold directly and through partners, with service contracts that run for three to seven years; renewals have stayed above 90 % in each of the last five years. Competing offers come from regional makers, and buyers decide by accuracy, endurance at sea and the cost of a visit to the site.`,
    );
  }
}

/** Discussion of results: stock, segments, regions, liquidity. */
export function writeDiscussion(pages: PageWriter): void {
  pages.section("Item 5. Market for Our Common Stock");
  pages.paragraph(
    "On 31 October 2025 there were 4,118 holders of record. Prices are those of the Boston Mercantile Exchange, in US dollars a share.",
  );
  pages.table(["Quarter", "High", "Low", "Dividend"], [2, 1, 1, 1], STOCK);
  pages.paragraph(
    "In the fourth quarter of fiscal 2025 we bought back 240,000 shares at an average price of $ 86.10.",
  );
  pages.section("Item 7. Management's Discussion and Analysis");
  pages.heading("Overview");
  pages.paragraph(
    "Net sales grew 4.4 % to $ 3,582 million. Gross margin rose to 40.0 % from 39.0 %, helped by the mix of sensors and by lower freight. Operating income was $ 527 million, 14.7 % of net sales, after restructuring charges of $ 43 million.",
  );
  pages.statement("Net sales by segment", MILLIONS, figures.SEGMENTS);
  pages.statement("Operating income by segment", MILLIONS, figures.SEGMENT_INCOME);
  for (const [segment] of figures.SEGMENTS) discussSegment(pages, segment);
  pages.heading("Sales by region");
  pages.statement("Net sales by region", MILLIONS, figures.GEOGRAPHY);
  for (const [region, now, before] of figures.GEOGRAPHY) {
    const change = (((now - before) / before) * 100).toFixed(1);
    pages.paragraph(
      `${region}. Net sales were $ ${amount(now)} million, a change of ${change} % from $ ${amount(before)} million the year before. Prices contributed about a third of the change and volume the rest; exchange rates had little effect over the year as a whole.`,
    );
  }
  pages.heading("Liquidity and capital resources");
  pages.paragraph(
    "Operating activities provided $ 595 million of cash. We spent $ 246 million on property, plant and equipment, mainly for the extension in Bath, Maine, and for vessel refits, and expect to spend between $ 260 million and $ 280 million in fiscal 2026. We consider cash, cash flow and the undrawn revolving credit agreement of $ 600 million enough for at least the next twelve months.",
  );
  pages.statement("Debt", MILLIONS, figures.DEBT);
  writeOrders(pages);
  writeQuarters(pages);
  writeEnvironment(pages);
  pages.section("Critical Accounting Estimates");
  for (const [title, text] of ESTIMATES) {
    pages.heading(title);
    pages.paragraph(text);
  }
}

function writeOrders(pages: PageWriter): void {
  pages.section("Orders");
  pages.paragraph(
    "Orders received in fiscal 2025 were $ 3,677 million, a book-to-bill of 1.03. The order book at year end was $ 2,716 million, which differs from remaining performance obligations by orders that customers may still cancel.",
  );
  pages.table(["Product", "Orders received", "Order book"], [3, 1.4, 1.4], ORDERS);
  for (const [product, received, book] of ORDERS) {
    const months = ((book / received) * 12).toFixed(1);
    pages.paragraph(
      `${product}. Orders received were $ ${amount(received)} million and the order book was $ ${amount(book)} million, which is ${months} months of orders at the pace of the year. The largest single order made up less than a tenth of it, and cancellations were not material.`,
    );
  }
}

function writeEnvironment(pages: PageWriter): void {
  pages.section("Environment and Safety");
  pages.paragraph(
    "We report these measures for all sites and vessels under our control. Renewable sources covered 60 % of the energy used in fiscal 2025; the target for fiscal 2028 is 80 %. Injuries with lost time fell to 38, or 1.8 for each million hours worked.",
  );
  pages.table(["Measure", "2025", "2024", "2023"], [4, 1, 1, 1], ENVIRONMENT);
  pages.paragraph(
    "The roof of the Bath extension made 3.1 gigawatt hours of power in its first quarter. Two vessels now take power from the shore in Stavanger and Halifax. Batteries of buoys are taken back from all customers, and 87 % of their material is used again.",
  );
}

function writeQuarters(pages: PageWriter): void {
  pages.section("Quarterly Results");
  pages.paragraph(
    "The table shows net sales by quarter in millions of US dollars. Survey Services works mainly in summer, which is our third and fourth quarter.",
  );
  const heads = ["Quarter", ...figures.SEGMENTS.map(([segment]) => segment), "Total"];
  const all = quarters();
  pages.table(
    heads,
    [1.6, 1.3, 1.6, 1.4, 1],
    all.map(({ year, number, sales }) => [`Q${number} ${year}`, ...sales]),
  );
  for (const { year, number, sales } of all) {
    const [ocean, harbour, survey, total] = sales;
    pages.paragraph(
      `Q${number} of fiscal ${year}. Net sales were $ ${amount(total ?? 0)} million, of which $ ${amount(ocean ?? 0)} million came from Ocean Sensing, $ ${amount(harbour ?? 0)} million from Harbour Automation and $ ${amount(survey ?? 0)} million from Survey Services. Deliveries followed the order book, and no customer made up more than 6 % of the quarter's sales.`,
    );
  }
}

function discussSegment(pages: PageWriter, segment: string): void {
  const now = figureOf(figures.SEGMENTS, segment, 2025);
  const before = figureOf(figures.SEGMENTS, segment, 2024);
  const income = figureOf(figures.SEGMENT_INCOME, segment, 2025);
  const earlier = figureOf(figures.SEGMENT_INCOME, segment, 2024);
  const direction = now >= before ? "rose" : "fell";
  const change = Math.abs(((now - before) / before) * 100).toFixed(1);
  pages.heading(segment);
  pages.paragraph(
    `Net sales of ${segment} ${direction} ${change} % to $ ${amount(now)} million. Segment operating income was $ ${amount(income)} million, ${((income / now) * 100).toFixed(1)} % of its sales, against $ ${amount(earlier)} million in fiscal 2024.`,
  );
  pages.paragraph(
    `Orders received by ${segment} exceeded sales in three of four quarters. Material costs were stable; wages rose 4 % on average. We expect sales in fiscal 2026 to ${segment === "Survey Services" ? "recover as deferred campaigns take place" : "grow by a middle single-digit percentage"}.`,
  );
}

/** Statements, notes and officers. */
export function writeStatements(pages: PageWriter): void {
  pages.section("Item 8. Financial Statements");
  pages.paragraph(
    "The following statements were prepared by management on the basis described in Note 1 and are part of this sample.",
  );
  pages.section("Consolidated Statements of Income");
  pages.statement(
    "Consolidated statements of income",
    `${MILLIONS}, except per share amounts`,
    figures.INCOME,
  );
  pages.paragraph(
    "Net income per share, diluted, was $ 3.90 in fiscal 2025, $ 3.81 in fiscal 2024 and $ 3.17 in fiscal 2023.",
  );
  pages.section("Consolidated Balance Sheets");
  pages.statement("Consolidated balance sheets: assets", MILLIONS, figures.ASSETS);
  pages.statement(
    "Consolidated balance sheets: liabilities and stockholders' equity",
    MILLIONS,
    figures.LIABILITIES,
  );
  pages.section("Consolidated Statements of Cash Flows");
  pages.statement("Consolidated statements of cash flows", MILLIONS, figures.CASH_FLOW);
  pages.section("Notes to the Financial Statements");
  const tables: Record<string, readonly figures.Row[]> = {
    Inventories: figures.INVENTORIES,
    "Property, plant and equipment": figures.PROPERTY,
    "Income taxes": figures.TAXES,
    Pensions: figures.PENSION,
    Debt: figures.DEBT,
  };
  NOTES.forEach(([title, text], index) => {
    pages.heading(`Note ${index + 1}. ${title}`);
    pages.paragraph(text);
    const rows = tables[title];
    if (rows) pages.statement(title, MILLIONS, rows);
    pages.paragraph(
      `The accounting policy for ${title.toLowerCase()} did not change in the years shown. Estimates that matter for this note are reviewed at each year end, and the effect of changes is recognised in the period in which they are made.`,
    );
  });
  writePeople(pages);
}

function writePeople(pages: PageWriter): void {
  pages.section("Item 10. Directors and Executive Officers");
  pages.table(
    ["Name", "Age", "Office", "Since"],
    [3, 0.8, 4, 1],
    OFFICERS.map(([name, age, office, since]) => [name, age, office, String(since)]),
  );
  for (const [name, , office, since] of OFFICERS) {
    pages.paragraph(
      `${name} has been ${office} since ${since}. Before, ${name.split(" ")[0]} held posts of growing responsibility in engineering, finance or operations with the company and with makers of marine equipment.`,
    );
  }
  pages.heading("Board of Directors");
  pages.table(
    ["Name", "Background", "Since", "Committees"],
    [2.6, 3.2, 0.8, 2.6],
    DIRECTORS.map(([name, what, since, committees]) => [name, what, String(since), committees]),
  );
  pages.paragraph(
    "The Board met nine times in fiscal 2025; every director attended at least 89 % of the meetings. Eight of nine directors are independent. The Audit Committee met eight times, the Compensation Committee five times, and the Nominating and Technology Committees four times each.",
  );
  pages.section("Item 11. Executive Compensation");
  pages.paragraph(
    "Pay consists of salary, a yearly bonus for operating income and free cash flow, and stock awards that vest over four years, half of them for return on capital. The bonus for fiscal 2025 was paid at 94 % of target for the company, and at 41 % for Survey Services.",
  );
  pages.table(
    ["Name, thousands of dollars", "Salary", "Bonus", "Stock awards", "Other"],
    [3, 1, 1, 1.4, 1],
    PAY,
  );
  pages.paragraph("The ratio of the chief executive's total pay to that of the median employee was 94 to 1.");
  pages.section("Item 15. Exhibits");
  pages.table(["Number", "Exhibit"], [1, 6], EXHIBITS);
  pages.paragraph("Exhibits are named to show the form of such a list; none of them exists.");
  pages.section("Annex. Words of the Trade");
  for (const [term, meaning] of TERMS) {
    pages.heading(term);
    pages.paragraph(meaning);
  }
}
