/** The parts of a financial report that questions lean on. */
export type StatementKind = "income" | "balance" | "cash-flow" | "equity" | "comprehensive" | "cover";

/** For people, in running text. */
export const STATEMENT_NAMES: Readonly<Record<StatementKind, string>> = {
  income: "income statement",
  balance: "balance sheet",
  "cash-flow": "cash flow statement",
  equity: "statement of equity",
  comprehensive: "statement of comprehensive income",
  cover: "cover page",
};

/** Phrases that stand on such a page, for keyword search. */
export const STATEMENT_KEYWORDS: Readonly<Record<StatementKind, readonly string[]>> = {
  income: [
    "consolidated statements of income",
    "consolidated statements of operations",
    "consolidated statements of earnings",
    "earnings per share",
    "income before income taxes",
    "diluted",
  ],
  balance: [
    "consolidated balance sheets",
    "total current assets",
    "total current liabilities",
    "total liabilities",
    "retained earnings",
  ],
  "cash-flow": [
    "consolidated statements of cash flows",
    "operating activities",
    "investing activities",
    "financing activities",
    "end of year",
  ],
  equity: ["statements of stockholders equity", "statements of equity", "additional paid-in capital"],
  comprehensive: ["statements of comprehensive income", "other comprehensive income"],
  cover: ["securities registered pursuant to section 12(b)", "title of each class", "trading symbol"],
};

/** How a statement is recognised on a page and named in a question. */
export interface StatementSigns {
  readonly kind: StatementKind;
  /** Over a short line in single-spaced lower case. */
  readonly title: RegExp;
  /** Over squeezed row labels: lines that nearly every such statement has. */
  readonly rows: readonly RegExp[];
  /** So many different ones of `rows` make it certain. */
  readonly rowsForCertainty: number;
  /** Over the question in lower case: how people name it. */
  readonly named: RegExp;
}

/** The signs of each statement that fills a page. */
export const STATEMENT_SIGNS: readonly StatementSigns[] = [
  {
    kind: "income",
    title:
      /\bstatements? ?of ?(?:consolidated ?)?(?:net ?)?(?:income|operations|earnings|profit)|\bincome ?statements?\b|\bstatements? ?of ?profit ?(?:and|or) ?loss|\bprofit and loss (?:account|statement)/,
    rows: [
      /^(?:total)?(?:net|operating)?(?:sales|revenues?)(?:net)?$|^totalnet(?:sales|revenues?)|^totalrevenues?/,
      /^costs?of(?:goodssold|sales|revenues?|products)|^totalcostof|^totalcosts|^totaloperating(?:costs|expenses)|^totalexpenses/,
      /^gross(?:profit|margin)/,
      /^(?:operating(?:income|profit|loss|earnings)|(?:income|earnings|profit|loss)fromoperations|totaloperatingincome)/,
      /^(?:income|earnings|profit|loss)(?:loss)?(?:from\w*)?before/,
      /(?:provision|benefit|expense)\w*incometax|incometax(?:es)?(?:expense|provision|benefit)|^incometaxes/,
      /^(?:consolidated)?net(?:income|earnings|loss|profit)/,
      /^basic|^diluted|pershare/,
      /^interestexpense|^interestincome/,
      /^sellinggeneral|^generalandadmin|^researchanddevelopment|^marketing/,
      /weightedaverage|averageshares/,
    ],
    rowsForCertainty: 6,
    named:
      /income ?statement|statements? of (?:consolidated )?(?:net )?(?:income|operations|earnings)|p ?& ?l\b|profit (?:and|&) loss/,
  },
  {
    kind: "balance",
    title: /\bbalance ?sheets?\b|\bstatements? ?of ?(?:consolidated ?)?financial ?(?:position|condition)/,
    rows: [
      /^totalassets/,
      /^totalcurrentassets/,
      /^totalcurrentliabilities/,
      /^totalliabilities(?!and)/,
      /^totalliabilities(?:and|includ)\w*(?:equity|deficit|investment)/,
      /^total\w*(?:share|stock)\w*(?:equity|deficit|investment)|^totalequity/,
      /^accountspayable|^tradepayables|payable/,
      /^inventor(?:y|ies)|^merchandiseinventor/,
      /^retainedearnings|^accumulateddeficit|^earningsretained|^reinvestedearnings/,
      /^goodwill/,
      /^(?:net)?propert(?:y|ies)|^totalproperty/,
      /^cashandcashequivalents|^cash/,
      /^treasurys|^additionalpaidin|^capitalinexcess|^commons/,
      /^longtermdebt|receivable/,
    ],
    rowsForCertainty: 7,
    named: /balance ?sheet|statements? of financial (?:position|condition)/,
  },
  {
    kind: "cash-flow",
    title: /\bstatements? ?of ?(?:consolidated ?)?cash ?flows?|\bcash ?flows? ?statements?/,
    rows: [
      /^(?:total)?(?:net)?cash(?:flows?)?(?:provided|used|generated|from|flow)?\w*operati(?:ng|ons)/,
      /^(?:total)?(?:net)?cash(?:flows?)?(?:provided|used|generated|from|flow)?\w*investing/,
      /^(?:total)?(?:net)?cash(?:flows?)?(?:provided|used|generated|from|flow)?\w*financing/,
      /^depreciation|^amortization/,
      /(?:cash)\w*(?:beginning|end|start)/,
      /^(?:purchases?of|additionsto|capitalexpenditure|paymentsfor|expendituresfor)\w*/,
      /^proceedsfrom/,
      /^(?:re)?payments?(?:of|on|for)|^repurchases?of/,
      /^(?:cash)?dividends?(?:paid)?/,
      /^(?:stock|share)(?:based)?comp/,
      /^effectof\w*exchange|exchangeratechanges/,
      /^(?:net)?(?:increase|decrease|change)\w*cash/,
      /^deferredincometax/,
    ],
    rowsForCertainty: 6,
    named: /cash ?flows? ?statement|statements? of (?:consolidated )?cash flows?/,
  },
  {
    kind: "equity",
    title:
      /\bstatements? ?of ?(?:changes ?in ?)?(?:consolidated ?)?(?:stock|share)(?:holders|owners)?[’']? ?(?:holders|owners)?[’']? ?(?:equity|investment)|\bstatements? ?of ?(?:changes ?in ?)?equity/,
    rows: [
      /^balances?/,
      /^netincome|^netearnings/,
      /dividends/,
      /repurchase/,
      /comprehensive/,
      /compensation/,
    ],
    rowsForCertainty: 5,
    named: /statements? of (?:changes in )?(?:stockholders|shareholders|shareowners)?[’']? ?equity/,
  },
  {
    kind: "comprehensive",
    title: /\bstatements? ?of ?(?:consolidated ?)?comprehensive ?(?:income|loss|earnings)/,
    rows: [
      /comprehensiveincome|comprehensiveloss/,
      /^unrealized/,
      /translation/,
      /^netincome|^netearnings/,
      /pension|benefit/,
    ],
    rowsForCertainty: 4,
    named: /statements? of comprehensive (?:income|loss|earnings)/,
  },
];
