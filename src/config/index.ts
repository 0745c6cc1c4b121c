export {
  type ConfigError,
  type ConfigurationFault,
  ConfigurationFileError,
  InvalidConfigurationError,
} from "./errors.ts";
export { type ConfigField, configFields, type FieldKind } from "./fields.ts";
export { type IssuerConfig, SCOPES_OF_TOKENS } from "./issuer-fields.ts";
export { CONFIG_FILE_NAME, type ConfigSources, loadConfig } from "./load-config.ts";
export { problemText } from "./problem-text.ts";
export { type Config, LOG_LEVELS } from "./schema.ts";
export { Secret } from "./secret.ts";
export type { Environment, ReadText } from "./sourced-value.ts";
export type { FlagValues } from "./sources.ts";
