export {
  type ChoiceDeps,
  chooseModels,
  EMBEDDED_ENGINE,
  type LocalOnlyReason,
  type ModelChoice,
  type ModelWishes,
  type Recipient,
} from "./choose-models.ts";
export { type EgressError, EgressForbiddenError } from "./errors.ts";
export { isHome } from "./home.ts";
export {
  type EgressOverride,
  type EgressPolicy,
  type EgressSettings,
  mayUseProvider,
  policyOf,
} from "./policy.ts";
