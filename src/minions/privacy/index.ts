export { PrivacyBlockedError, type PrivacyError, PrivacyUnscannableError } from "./errors.ts";
export {
  type DetectedValue,
  type PersonalDataFinding,
  type PersonalDataKind,
  PLACEHOLDER_LABELS,
} from "./personal-data.ts";
export { createPlaceholderVault, type PlaceholderVault } from "./placeholder-vault.ts";
export {
  createPrivacyGuard,
  type PrivacyGuard,
  type PrivacyScope,
  type ShieldVerdict,
} from "./privacy-guard.ts";
