export type * from "./content.ts";
export type * from "./engine-api.ts";
export * from "./errors.ts";
export type * from "./ports.ts";
export * from "./task.ts";
