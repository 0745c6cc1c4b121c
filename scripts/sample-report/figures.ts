/**
 * The books of Northgate Tidal Instruments, an invented company: every figure of the sample report comes from here,
 * so that statements, notes and discussion agree. USD millions, fiscal years ending 30 September.
 */
export const YEARS = [2025, 2024, 2023] as const;
export type Year = (typeof YEARS)[number];
export type Row = readonly [label: string, y2025: number, y2024: number, y2023: number];

export const SEGMENTS: readonly Row[] = [
  ["Ocean Sensing", 1_846, 1_702, 1_588],
  ["Harbour Automation", 1_214, 1_168, 1_041],
  ["Survey Services", 522, 561, 548],
];

export const SEGMENT_INCOME: readonly Row[] = [
  ["Ocean Sensing", 387, 341, 302],
  ["Harbour Automation", 199, 204, 168],
  ["Survey Services", 31, 58, 61],
  ["Corporate costs and restructuring", -90, -89, -97],
  ["Operating income", 527, 514, 434],
];

export const GEOGRAPHY: readonly Row[] = [
  ["United States", 1_402, 1_344, 1_262],
  ["Norway and United Kingdom", 918, 862, 790],
  ["Rest of Europe", 574, 566, 521],
  ["Asia Pacific", 688, 659, 604],
];

export const INCOME: readonly Row[] = [
  ["Net sales", 3_582, 3_431, 3_177],
  ["Cost of sales", 2_149, 2_093, 1_970],
  ["Gross profit", 1_433, 1_338, 1_207],
  ["Research and development", 301, 274, 256],
  ["Selling, general and administrative", 562, 538, 509],
  ["Restructuring charges", 43, 12, 8],
  ["Operating income", 527, 514, 434],
  ["Interest expense", 71, 66, 58],
  ["Other income, net", 14, 9, 11],
  ["Income before income taxes", 470, 457, 387],
  ["Provision for income taxes", 108, 101, 89],
  ["Net income", 362, 356, 298],
];

export const ASSETS: readonly Row[] = [
  ["Cash and cash equivalents", 611, 548, 497],
  ["Short-term investments", 120, 135, 90],
  ["Trade receivables, net", 702, 668, 631],
  ["Inventories", 584, 561, 540],
  ["Prepaid expenses and other current assets", 133, 121, 117],
  ["Total current assets", 2_150, 2_033, 1_875],
  ["Property, plant and equipment, net", 1_108, 1_036, 982],
  ["Operating lease right-of-use assets", 214, 208, 201],
  ["Goodwill", 1_265, 1_190, 1_190],
  ["Intangible assets, net", 402, 391, 436],
  ["Other assets", 161, 148, 139],
  ["Total assets", 5_300, 5_006, 4_823],
];

export const LIABILITIES: readonly Row[] = [
  ["Accounts payable", 418, 402, 389],
  ["Accrued liabilities", 366, 349, 331],
  ["Contract liabilities", 187, 170, 158],
  ["Current portion of long-term debt", 150, 125, 125],
  ["Total current liabilities", 1_121, 1_046, 1_003],
  ["Long-term debt, less current portion", 1_410, 1_385, 1_460],
  ["Operating lease liabilities", 169, 165, 162],
  ["Pension obligations", 143, 151, 166],
  ["Deferred income taxes", 97, 92, 94],
  ["Total liabilities", 2_940, 2_839, 2_885],
  ["Common stock and additional paid-in capital", 812, 790, 771],
  ["Retained earnings", 1_702, 1_518, 1_332],
  ["Accumulated other comprehensive loss", -154, -141, -165],
  ["Total stockholders' equity", 2_360, 2_167, 1_938],
  ["Total liabilities and stockholders' equity", 5_300, 5_006, 4_823],
];

export const CASH_FLOW: readonly Row[] = [
  ["Net income", 362, 356, 298],
  ["Depreciation and amortization", 231, 222, 214],
  ["Stock-based compensation", 38, 34, 31],
  ["Deferred income taxes", 5, -2, 4],
  ["Changes in working capital", -41, -29, -52],
  ["Net cash provided by operating activities", 595, 581, 495],
  ["Purchases of property, plant and equipment", -246, -213, -198],
  ["Acquisition of Kelpwave AS, net of cash acquired", -118, 0, 0],
  ["Net change in short-term investments", 15, -45, -20],
  ["Net cash used in investing activities", -349, -258, -218],
  ["Proceeds from issuance of long-term debt", 175, 50, 100],
  ["Repayment of long-term debt", -125, -125, -125],
  ["Dividends paid", -178, -170, -161],
  ["Repurchases of common stock", -60, -25, -40],
  ["Net cash used in financing activities", -188, -270, -226],
  ["Effect of exchange rates on cash", 5, -2, 3],
  ["Net increase in cash and cash equivalents", 63, 51, 54],
];

export const EMPLOYEES: readonly Row[] = [
  ["Research and development", 2_140, 2_010, 1_930],
  ["Manufacturing and supply", 4_870, 4_790, 4_610],
  ["Field and survey crews", 1_655, 1_770, 1_760],
  ["Sales, service and administration", 1_935, 1_880, 1_850],
  ["Total employees", 10_600, 10_450, 10_150],
];

export const DEBT: readonly Row[] = [
  ["3.20 % senior notes due 2027", 400, 400, 400],
  ["4.05 % senior notes due 2030", 500, 500, 500],
  ["4.75 % senior notes due 2035", 350, 175, 175],
  ["Term loan due 2028", 310, 435, 510],
  ["Total debt", 1_560, 1_510, 1_585],
];

export const TAXES: readonly Row[] = [
  ["Federal statutory tax at 21 %", 99, 96, 81],
  ["State taxes, net of federal benefit", 9, 8, 7],
  ["Foreign rate differences", 6, 4, 5],
  ["Research credits", -11, -10, -8],
  ["Other, net", 5, 3, 4],
  ["Provision for income taxes", 108, 101, 89],
];

export const PENSION: readonly Row[] = [
  ["Projected benefit obligation", 706, 718, 741],
  ["Fair value of plan assets", 563, 567, 575],
  ["Funded status", -143, -151, -166],
];

export const INVENTORIES: readonly Row[] = [
  ["Raw materials and components", 247, 239, 236],
  ["Work in process", 131, 124, 118],
  ["Finished goods", 206, 198, 186],
  ["Total inventories", 584, 561, 540],
];

export const PROPERTY: readonly Row[] = [
  ["Land and buildings", 624, 590, 561],
  ["Machinery and equipment", 1_402, 1_301, 1_222],
  ["Survey vessels", 388, 371, 369],
  ["Construction in progress", 96, 71, 58],
  ["Accumulated depreciation", -1_402, -1_297, -1_228],
  ["Property, plant and equipment, net", 1_108, 1_036, 982],
];

/** `(246)` for a negative amount, thousands separated, a dash for nothing. */
export function amount(value: number): string {
  if (value === 0) return "–";
  const digits = Math.abs(value).toLocaleString("en-US");
  return value < 0 ? `(${digits})` : digits;
}

/** The row's value for one year. @throws where the label is unknown, so that the prose cannot drift from the tables. */
export function figureOf(rows: readonly Row[], label: string, year: Year): number {
  const row = rows.find(([name]) => name === label);
  const figure = row?.[YEARS.indexOf(year) + 1];
  if (typeof figure !== "number") throw new Error(`No figure ${label} for ${year}`);
  return figure;
}
