import { BALANCE_ITEMS } from "./balance-items.ts";
import { CASH_FLOW_ITEMS } from "./cash-flow-items.ts";
import { INCOME_ITEMS } from "./income-items.ts";
import type { LineItem } from "./line-item.ts";

/** A figure that is worked out from lines of statements. */
export interface Metric {
  readonly id: string;
  readonly name: string;
  /** Over the question in lower case. */
  readonly asked: RegExp;
  /** Ids of the line items it is made of, the most telling first. */
  readonly items: readonly string[];
  /** Over squeezed labels: rows that give the figure itself. */
  readonly direct?: RegExp;
  /** Reports state it in so many words; its parts are only second best. */
  readonly isUsuallyStated?: true;
  /** For the calculator: items by id, `avg(x)` over two year ends, `change(x)` against the year before. */
  readonly formula?: string;
  readonly unit?: "ratio" | "percent" | "days" | "amount";
}

/** Every line item of every statement. */
export const LINE_ITEMS: readonly LineItem[] = [...INCOME_ITEMS, ...BALANCE_ITEMS, ...CASH_FLOW_ITEMS];

/** Figures that are worked out from lines; of two that begin at the same word, the one listed first is meant. */
export const METRICS: readonly Metric[] = [
  {
    id: "effective-tax-rate",
    name: "effective tax rate",
    isUsuallyStated: true,
    asked: /\beffective (?:income )?tax(?:ation)? rates?\b|\btax rates?\b/,
    items: ["income-tax", "pretax-income"],
    direct: /effective(?:income)?tax(?:rate)?|^taxrate|effectiverate/,
    formula: "income-tax / pretax-income",
    unit: "percent",
  },
  {
    id: "quick-ratio",
    name: "quick ratio",
    asked: /\bquick ratio\b|\bacid.test\b/,
    items: ["current-assets", "current-liabilities", "inventory"],
    formula: "(current-assets - inventory) / current-liabilities",
    unit: "ratio",
  },
  {
    id: "working-capital-ratio",
    name: "current ratio",
    asked: /\bcurrent ratio\b|\bworking capital ratio\b/,
    items: ["current-assets", "current-liabilities"],
    formula: "current-assets / current-liabilities",
    unit: "ratio",
  },
  {
    id: "working-capital",
    name: "working capital",
    asked: /\b(?:net )?working capital\b(?! ratio)|\bliquidity (?:profile|position)\b/,
    items: ["current-assets", "current-liabilities"],
    formula: "current-assets - current-liabilities",
    unit: "amount",
  },
  {
    id: "cash-ratio",
    name: "cash ratio",
    asked: /\bcash ratio\b/,
    items: ["cash", "current-liabilities"],
    formula: "cash / current-liabilities",
    unit: "ratio",
  },
  {
    id: "operating-cash-flow-ratio",
    name: "operating cash flow ratio",
    asked: /\boperating cash flow ratio\b/,
    items: ["operating-cash-flow", "current-liabilities"],
    formula: "operating-cash-flow / current-liabilities",
    unit: "ratio",
  },
  {
    id: "inventory-turnover",
    name: "inventory turnover",
    asked: /\binventory turn|\b(?:sold|turned(?: over)?) its inventory\b/,
    items: ["cogs", "inventory"],
    formula: "cogs / avg(inventory)",
    unit: "ratio",
  },
  {
    id: "days-inventory",
    name: "days inventory outstanding",
    asked: /\bdays (?:of )?(?:sales )?(?:in )?inventory\b|\bdio\b/,
    items: ["cogs", "inventory"],
    formula: "365 * avg(inventory) / cogs",
    unit: "days",
  },
  {
    id: "cash-conversion-cycle",
    name: "cash conversion cycle",
    asked: /\bcash conversion cycle\b|\bccc\b/,
    items: ["inventory", "receivables", "payables", "cogs", "revenue"],
    formula:
      "365 * avg(inventory) / cogs + 365 * avg(receivables) / revenue - 365 * avg(payables) / (cogs + change(inventory))",
    unit: "days",
  },
  {
    id: "days-payable",
    name: "days payable outstanding",
    asked: /\bdays payables? outstanding\b|\bdpo\b/,
    items: ["payables", "cogs", "inventory"],
    formula: "365 * avg(payables) / (cogs + change(inventory))",
    unit: "days",
  },
  {
    id: "days-sales",
    name: "days sales outstanding",
    asked: /\bdays sales outstanding\b|\bdso\b/,
    items: ["receivables", "revenue"],
    formula: "365 * avg(receivables) / revenue",
    unit: "days",
  },
  {
    id: "fixed-asset-turnover",
    name: "fixed asset turnover",
    asked: /\bfixed asset turnover\b/,
    items: ["revenue", "ppe"],
    formula: "revenue / avg(ppe)",
    unit: "ratio",
  },
  {
    id: "asset-turnover",
    name: "asset turnover",
    asked: /(?<!fixed )\basset turnover\b/,
    items: ["revenue", "total-assets"],
    formula: "revenue / avg(total-assets)",
    unit: "ratio",
  },
  {
    id: "return-on-assets",
    name: "return on assets",
    asked: /\breturn on (?:total )?assets\b|\broa\b/,
    items: ["net-income", "total-assets"],
    formula: "net-income / avg(total-assets)",
    unit: "ratio",
  },
  {
    id: "return-on-equity",
    name: "return on equity",
    asked: /\breturn on (?:share|stock)?(?:holders[’']? )?equity\b|\broe\b/,
    items: ["net-income", "equity"],
    formula: "net-income / avg(equity)",
    unit: "ratio",
  },
  {
    id: "retention-ratio",
    name: "retention ratio",
    asked: /\bretention ratio\b/,
    items: ["dividends-paid", "net-income"],
    formula: "1 - abs(dividends-paid) / net-income",
    unit: "ratio",
  },
  {
    id: "payout-ratio",
    name: "dividend payout ratio",
    asked: /\bpayout ratio\b/,
    items: ["dividends-paid", "net-income"],
    formula: "abs(dividends-paid) / net-income",
    unit: "ratio",
  },
  {
    id: "interest-coverage",
    name: "interest coverage",
    asked: /\binterest coverage\b|\btimes interest earned\b/,
    items: ["operating-income", "interest-expense"],
    formula: "operating-income / abs(interest-expense)",
    unit: "ratio",
  },
  {
    id: "debt-to-equity",
    name: "debt to equity",
    asked: /\bdebt.to.equity\b|\bleverage ratio\b/,
    items: ["debt", "equity"],
  },
  {
    id: "gross-margin",
    name: "gross margin",
    asked: /\bgross (?:profit )?margins?\b|\bgross profit (?:%|percent)/,
    items: ["gross-profit", "revenue", "cogs"],
    direct: /^gross(?:profit|margin)(?:rate|percent|as|\w{0,4}$)/,
    formula: "gross-profit / revenue",
    unit: "percent",
  },
  {
    id: "operating-margin",
    name: "operating margin",
    asked: /\boperating (?:profit |income )?(?:% )?margins?\b|\boperating (?:income|profit) (?:%|percent)/,
    items: ["operating-income", "revenue"],
    direct: /^operating(?:income|profit)?(?:margin|rate|percent|as)/,
    formula: "operating-income / revenue",
    unit: "percent",
  },
  {
    id: "net-margin",
    name: "net profit margin",
    asked: /\bnet (?:profit|income|earnings)? ?margins?\b/,
    items: ["net-income", "revenue"],
    formula: "net-income / revenue",
    unit: "percent",
  },
  {
    id: "ebitda-margin",
    name: "EBITDA margin",
    asked: /\bebitda\b[^.]{0,12}\bmargins?\b/,
    items: ["operating-income", "depreciation", "revenue"],
    formula: "(operating-income + depreciation) / revenue",
    unit: "percent",
  },
  {
    id: "ebitda-less-capex",
    name: "EBITDA less capital expenditure",
    asked: /\bebitda\b[^.]{0,8}\b(?:less|minus|net of)\s+cap/,
    items: ["operating-income", "depreciation", "capex"],
    formula: "operating-income + depreciation - abs(capex)",
    unit: "amount",
  },
  {
    id: "ebitda",
    name: "EBITDA",
    asked: /(?<!\badjusted )(?<!\badj\. )\bebitda\b/,
    items: ["operating-income", "depreciation"],
    direct: /^ebitda/,
    formula: "operating-income + depreciation",
    unit: "amount",
  },
  {
    id: "depreciation-margin",
    name: "depreciation and amortization margin",
    asked:
      /\bd ?& ?a\b[^.]{0,60}(?:\bmargin|%|\bpercent)|\bdepreciation\b[^.]{0,60}(?:\bmargin|% of|\bpercent)/,
    items: ["depreciation", "revenue"],
    formula: "depreciation / revenue",
    unit: "percent",
  },
  {
    id: "capex-share",
    name: "capital expenditure as a share of revenue",
    asked:
      /\bcap(?:ital )?ex(?:penditures?)?\b[^.]{0,30}(?:%|\bpercent|\bshare|\bratio)[^.]{0,20}\b(?:revenue|sales)/,
    items: ["capex", "revenue"],
    formula: "abs(capex) / revenue",
    unit: "percent",
  },
  {
    id: "free-cash-flow",
    name: "free cash flow",
    asked: /\bfree cash ?flows?\b|\bfcf\b/,
    items: ["operating-cash-flow", "capex", "net-income"],
    direct: /^freecashflow/,
    formula: "operating-cash-flow - abs(capex)",
    unit: "amount",
  },
  {
    id: "capital-intensity",
    name: "capital intensity",
    asked: /\bcapital.intensi/,
    items: ["capex", "revenue", "ppe", "total-assets", "net-income"],
  },
  {
    id: "growth-profile",
    name: "growth",
    asked: /\bhigh.growth\b|\bgrowth (?:company|profile|stock)\b/,
    items: ["revenue", "operating-income", "net-income"],
  },
  {
    id: "liquidation-value",
    name: "value per share in liquidation",
    asked: /\b(?:bankrupt|liquidat)/,
    items: ["equity", "total-assets", "total-liabilities", "goodwill"],
  },
];

/** The line item of that id. */
export function lineItem(id: string): LineItem | undefined {
  return LINE_ITEMS.find((item) => item.id === id);
}
