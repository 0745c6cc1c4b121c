export { costOf } from "./cost.ts";
export { type CoverageTally, createCoverageTally } from "./coverage.ts";
export {
  createEgressLedger,
  type EgressLedger,
  measureMessages,
  type RemoteCall,
  serialiseMessages,
} from "./egress-ledger.ts";
export { sumMoney, ZERO_USD } from "./money.ts";
export {
  findPrice,
  type LocalPrice,
  localPriceSchema,
  type ModelPrice,
  type Prices,
  type PriceTable,
  priceTableSchema,
  runsOnOwnHardware,
} from "./price-table.ts";
export { ESTIMATED_TOKENS_PER_IMAGE, estimateRemoteOnly, type RemoteOnlyTask } from "./remote-only.ts";
export { type Account, type AccountedCall, createAccount } from "./side-account.ts";
