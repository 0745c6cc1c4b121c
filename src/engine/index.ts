export type * from "./content.ts";
export { createEngine } from "./create-engine.ts";
export type * from "./dispatch/dispatcher.ts";
export { RunPace } from "./dispatch/run-pace.ts";
export type * from "./engine-api.ts";
export type { AdmitSubmission, EngineDeps, EngineOptions } from "./engine-options.ts";
export * from "./errors.ts";
export type { EngineObservation, EngineObserver, StopCause } from "./observer.ts";
export type * from "./ports.ts";
export {
  type ChannelHints,
  type ChannelHintsOptions,
  createChannelHints,
  type NotificationChannel,
  type OpenChannel,
} from "./reading/channel-hints.ts";
export { createLocalHints, type LocalHints } from "./reading/local-hints.ts";
export * from "./task.ts";
