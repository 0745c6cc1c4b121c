import type { LineItem } from "./line-item.ts";

/** Lines of the cash flow statement that questions ask for. */
export const CASH_FLOW_ITEMS: readonly LineItem[] = [
  {
    id: "operating-cash-flow",
    name: "cash from operations",
    statement: "cash-flow",
    printed: ["net cash provided by operating activities", "cash flows from operating activities"],
    asked:
      /\b(?:cash (?:flows? )?(?:provided by |generated (?:by|from) |from )?(?:operations|operating)|operating cash ?flows?|net cash (?:provided|generated|used)\b[^.]{0,20}\boperati|cfo\b|free cash ?flows?|fcf\b|operations, investing)/,
    labels: [
      /^(?:total)?(?:net)?cash(?:flows?)?(?:provided|generated|used|from|flow|usedfor|providedbyusedin)\w*operati(?:ng|ons)/,
      /^cash\w*operati(?:ng|ons)/,
    ],
    not: /continuing|discontinued|adjustments|^cashflowsfromoperatingactivities$/,
  },
  {
    id: "investing-cash-flow",
    name: "cash from investing activities",
    statement: "cash-flow",
    asked: /\binvesting(?: activities|,| cash)/,
    labels: [/^(?:total)?(?:net)?cash(?:flows?)?(?:provided|generated|used|from|flow)\w*investing/],
  },
  {
    id: "financing-cash-flow",
    name: "cash from financing activities",
    statement: "cash-flow",
    asked: /\bfinancing(?: activities|,| cash)/,
    labels: [/^(?:total)?(?:net)?cash(?:flows?)?(?:provided|generated|used|from|flow)\w*financing/],
  },
  {
    id: "capex",
    isOutflow: true,
    name: "capital expenditure",
    statement: "cash-flow",
    printed: ["purchases of property", "additions to property", "capital expenditures"],
    asked:
      /\bcap(?:ital)?[- ]?ex(?:penditures?)?\b|\bcapital (?:spending|expenditures?)\b|\bpurchases? of propert|\badditions to propert|\bfree cash ?flows?\b|\bfcf\b|\bcapital.intensi/,
    labels: [
      /^(?:purchases?|additions?|expenditures?|payments?|acquisitions?|investments?)(?:of|to|for|in|toacquire)+(?:net)?(?:propert(?:y|ies)|plant|premises|fixedassets|land|buildings|equipment|capital(?:assets|expend))/,
      /^capitalexpenditures?|^capitalspending|^cashpaidforcapital|^cashpaidforpropert|^constructionexpenditures/,
      /propert(?:y|ies)\w*(?:plant|equipment)/,
    ],
    not: /proceeds|sale|disposition|accrued|unpaid|noncash|included|depreciation|gain|lossfrom|impairment|property?transactions/,
  },
  {
    id: "depreciation",
    name: "depreciation and amortization",
    statement: "cash-flow",
    asked: /\bdepreciation\b|\bd ?& ?a\b|(?<!\badjusted )\bebitda\b/,
    labels: [/^(?:total)?depreciation(?:and|amortization|depletion)\w*/, /^depreciation/, /depreciation/],
    not: /accumulated/,
  },
  {
    id: "dividends-paid",
    isOutflow: true,
    name: "dividends paid",
    statement: "cash-flow",
    asked: /\bdividends?\b|\bretention ratio\b|\bpayout\b/,
    labels: [
      /^(?:cash)?(?:common)?(?:stock)?(?:payments?of)?(?:cash)?dividends?(?:paid|tocommon|toshareholders|distribut)?/,
      /dividends/,
    ],
    not: /pershare|noncontrolling|declaredper/,
  },
  {
    id: "share-repurchases",
    isOutflow: true,
    name: "repurchases of common stock",
    statement: "cash-flow",
    asked: /\b(?:share|stock) (?:repurchases?|buy.?backs?)\b|\b(?:repurchase[ds]?|buy.?backs?|bought back)\b/,
    labels: [
      /^(?:repurchases?|purchases?|payments?for\w*repurchases?|acquisition)(?:of)?\w*(?:common|treasury)?(?:stock|shares)/,
      /repurchase/,
    ],
    not: /propert|investments|marketable|withh/,
  },
  {
    id: "acquisitions-paid",
    isOutflow: true,
    name: "acquisitions, net of cash acquired",
    statement: "cash-flow",
    asked:
      /\b(?:spen[dt]|paid|pay|cash (?:paid|used)) (?:on|for|in) (?:business )?acquisitions?\b|\bacquisitions?,? net of cash\b/,
    labels: [
      /^(?:business)?acquisitions?(?:ofbusiness\w*)?(?:net)?|^(?:cash)?(?:paid|payments?)for\w*acqui|^purchasesofbusiness/,
      /acquisition/,
    ],
    not: /propert|intangible|transaction/,
  },
  {
    id: "taxes-paid",
    isOutflow: true,
    name: "cash paid for income taxes",
    statement: "cash-flow",
    asked: /\bcash taxes\b|\b(?:income )?taxes paid\b|\bpaid (?:in|for) (?:income )?taxes\b/,
    labels: [/^(?:cash)?(?:paid|payments?)?(?:for)?incometaxes(?:paid|net)?/, /taxespaid/],
    not: /deferred|payable|before|provision/,
  },
  {
    id: "debt-issued",
    name: "proceeds from issuance of debt",
    statement: "cash-flow",
    asked:
      /\b(?:proceeds from|issu(?:e|ed|ance|ances) of|raised?).{0,30}\b(?:debt|notes|borrowings)\b|\bdebt issu/,
    labels: [/^(?:proceeds|issuance)\w*(?:debt|notes|borrowings)|^borrowings/],
  },
  {
    id: "stock-compensation",
    name: "stock-based compensation",
    statement: "cash-flow",
    asked: /\b(?:stock|share).based compensation\b/,
    labels: [/^(?:stock|share)basedcomp|^stockcomp|^equitybasedcomp/],
  },
];
