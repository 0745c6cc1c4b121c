import { OptionalPackageMissingError } from "../../errors/llama-cpp-errors.ts";
import type { LlamaBinding } from "./binding.ts";

const PACKAGE = "node-llama-cpp";

/** What to run where the package, or its binary for this machine, is missing. */
export const INSTALL_COMMAND = "npm install node-llama-cpp@^3.22";

/** Imports a package by name; a parameter so that tests can leave it out. */
export type ImportPackage = (name: string) => Promise<unknown>;

/** The package is optional and therefore imported at first use, by a name that the compiler does not follow. */
export const importPackage: ImportPackage = (name) => import(name);

/** @throws OptionalPackageMissingError */
export async function loadBinding(importer: ImportPackage): Promise<LlamaBinding> {
  const loaded = await importer(PACKAGE).catch((error: unknown) => {
    throw missing(error);
  });
  if (!isBinding(loaded)) throw missing(new Error(`${PACKAGE} does not export what version 3.22 exports`));
  return loaded;
}

/** The package is there, but not the prebuilt binary; nothing is built or downloaded at run time. */
export function missing(cause: unknown): OptionalPackageMissingError {
  return new OptionalPackageMissingError(PACKAGE, INSTALL_COMMAND, { cause });
}

function isBinding(value: unknown): value is LlamaBinding {
  if (typeof value !== "object" || value === null) return false;
  const exported = new Map(Object.entries(value));
  return ["getLlama", "resolveChatWrapper", "LlamaChat"].every(
    (name) => typeof exported.get(name) === "function",
  );
}
