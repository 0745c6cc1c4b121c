import type { LineItem } from "./line-item.ts";

/** Lines of the balance sheet that questions ask for. */
export const BALANCE_ITEMS: readonly LineItem[] = [
  {
    id: "current-assets",
    name: "total current assets",
    statement: "balance",
    asked: /\b(?:total )?current assets\b/,
    labels: [/^totalcurrentassets/],
  },
  {
    id: "current-liabilities",
    name: "total current liabilities",
    statement: "balance",
    asked: /\b(?:total )?current liabilities\b/,
    labels: [/^totalcurrentliabilities/],
  },
  {
    id: "total-assets",
    name: "total assets",
    statement: "balance",
    asked: /\btotal assets\b|\b(?:return on|share of|percent(?:age)? of|liquidated? all of its) assets\b/,
    labels: [/^totalassets/],
  },
  {
    id: "total-liabilities",
    name: "total liabilities",
    statement: "balance",
    asked: /\b(?:total|all|largest) liabilit(?:y|ies)\b/,
    labels: [/^totalliabilities(?!and)/, /^totalcurrentliabilities/, /liabilities/],
  },
  {
    id: "equity",
    name: "total shareholders' equity",
    statement: "balance",
    printed: ["total stockholders equity", "total shareholders equity", "total equity"],
    asked:
      /\b(?:(?:share|stock)(?:holders?|owners?)[’'`]*s?[’']? |total |return on |debt.to.)equity\b|\bbook value\b|\bnet assets\b/,
    labels: [
      /^total\w*(?:share|stock)(?:holder|owner)\w*(?:equity|deficit|investment)$/,
      /^total\w*(?:equity|deficit)$/,
      /(?:share|stock)(?:holders|owners)\w*equity/,
    ],
    not: /liabilitiesand/,
  },
  {
    id: "cash",
    name: "cash and cash equivalents",
    statement: "balance",
    asked:
      /\bcash (?:and|&) cash equivalents?\b|\bcash (?:ratio|balance|position|holdings)\b|\bcash on hand\b/,
    labels: [/^cashandcashequivalents|^cashandequivalents/, /^cash/],
    not: /beginning|end|provided|used|restricted|paid|flow/,
  },
  {
    id: "short-term-investments",
    name: "short-term investments",
    statement: "balance",
    asked: /\bshort.term investments?\b|\bmarketable securities\b/,
    labels: [
      /^(?:shortterm|current)(?:investments|marketable)|^marketablesecurities|^shortterm\w*investments/,
    ],
  },
  {
    id: "receivables",
    name: "accounts receivable",
    statement: "balance",
    asked: /\b(?:accounts?|trade|net) receivables?\b|\breceivables?\b|\bdso\b|\bdays sales outstanding\b/,
    labels: [
      /^(?:trade)?(?:accounts?)?(?:and\w{0,8})?(?:notes)?receivables?(?:net|less|trade)?|^tradeaccounts|^accounts(?:and\w+)?receivable/,
      /receivable/,
    ],
    not: /lease|interest|tax|noncurrent|longterm/,
  },
  {
    id: "inventory",
    name: "inventories",
    statement: "balance",
    asked: /\binventor(?:y|ies)\b|\bdio\b/,
    labels: [/^(?:total)?(?:merchandise|net)?inventor(?:y|ies)/, /inventor(?:y|ies)/],
    not: /writedown|reserve/,
  },
  {
    id: "payables",
    name: "accounts payable",
    statement: "balance",
    asked: /\baccounts? payables?\b|\btrade payables?\b|\bpayables\b|\bdpo\b|\bdays payables? outstanding\b/,
    labels: [/^(?:trade)?accountspayable|^accounts(?:and\w+)?payable|^tradepayables|^payables/, /payable/],
    not: /incometax|dividends|notes|interest/,
  },
  {
    id: "ppe",
    name: "property, plant and equipment, net",
    statement: "balance",
    printed: ["property and equipment", "property plant and equipment net"],
    asked:
      /\bpp ?& ?n?e\b|\bppn?e\b|\bpropert(?:y|ies),? (?:plant,? )?(?:and|&) equipment\b|\bfixed assets?\b/,
    labels: [
      /^(?:net|total)?(?:propert(?:y|ies)|land|premises)\w*equipment\w*net/,
      /^(?:net|total)propert(?:y|ies)|^netpp/,
      /^propert(?:y|ies)|^land(?:and)?buildings|^premisesand/,
    ],
    not: /^(?:less)?accumulated|purchase|gross|atcost|lease/,
  },
  {
    id: "goodwill",
    name: "goodwill",
    statement: "balance",
    asked: /\bgoodwill\b/,
    labels: [/^goodwill/],
    not: /impairment/,
  },
  {
    id: "intangibles",
    name: "intangible assets",
    statement: "balance",
    asked: /\bintangible assets?\b|\bintangibles\b/,
    labels: [/^(?:other|acquired|purchased)?(?:andother)?intangible/, /intangible/],
    not: /amortization|impairment|goodwilland/,
  },
  {
    id: "deferred-revenue",
    name: "deferred revenue",
    statement: "balance",
    asked: /\b(?:deferred|unearned) (?:revenues?|income)\b/,
    labels: [/^(?:total)?(?:deferred|unearned)(?:revenues?|income)/, /(?:deferred|unearned)revenue/],
    not: /tax/,
  },
  {
    id: "debt",
    name: "long-term debt",
    statement: "balance",
    asked: /\b(?:long.term |total |net |outstanding )?(?:debts?|borrowings)\b(?! securit)|\bleverage\b/,
    labels: [
      /^(?:total)?longtermdebt|^(?:total)?debt|^notespayable|^longtermborrowings/,
      /^(?:current|short)\w*(?:debt|borrowings)|debt\w*obligations/,
      /debt|borrowings/,
    ],
    not: /securities|issuancecosts|extinguish|interest/,
  },
  {
    id: "retained-earnings",
    name: "retained earnings",
    statement: "balance",
    asked: /\bretained earnings\b|\baccumulated deficit\b/,
    labels: [/^retainedearnings|^accumulateddeficit|^earningsretained|^reinvested|retainedearnings/],
  },
];
