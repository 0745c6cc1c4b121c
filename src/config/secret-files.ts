import type { ConfigurationFault } from "./errors.ts";
import type { Environment, ReadText, SourcedValue } from "./sourced-value.ts";

/** What the ways to say one secret have in common. */
export interface SecretSources {
  readonly env: Environment;
  readonly readText: ReadText;
  readonly faults: ConfigurationFault[];
}

/**
 * A secret from the file that `<name>_FILE` points to, as container platforms mount them; undefined where no variable
 * points to one. Line breaks at the end, which editors and `echo` leave there, are none of it. A file that cannot be
 * read is a fault that names variable and file, and so is a secret that stands in the variable itself, too.
 */
export async function secretFromFile(
  key: string,
  names: readonly string[],
  { env, readText, faults }: SecretSources,
): Promise<SourcedValue | undefined> {
  const name = names.find((candidate) => env[`${candidate}_FILE`]);
  const path = name === undefined ? undefined : env[`${name}_FILE`];
  if (name === undefined || path === undefined) return undefined;
  const source = `${name}_FILE`;
  const direct = names.find((candidate) => env[candidate]);
  if (direct !== undefined) {
    faults.push({ source, key, problem: `${direct} is set too; keep one of the two` });
    return undefined;
  }
  const secret = await textOf(path, readText);
  if (secret) return { value: secret, source };
  faults.push({ source, key, problem: `the file ${path} cannot be read or is empty` });
  return undefined;
}

async function textOf(path: string, readText: ReadText): Promise<string | undefined> {
  try {
    return (await readText(path)).replace(/[\r\n]+$/, "");
  } catch {
    return undefined; // The fault that the caller reports names variable and file; the reason could hold more than that.
  }
}
