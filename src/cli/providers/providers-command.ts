import type { Runtime } from "#app";
import type { Config } from "#config";
import type { CliIo } from "../cli-io.ts";
import { EXIT_ANSWERED } from "../exit-codes.ts";
import { writeJson } from "../output/json.ts";
import { createStyle, wantsColour } from "../output/style.ts";
import { providersTable } from "./providers-table.ts";

export interface ProvidersCommandDeps {
  readonly io: CliIo;
  readonly config: Config;
  readonly createRuntime: (config: Config) => Promise<Runtime>;
}

/** Shows every provider: configured, reachable, its models, what is missing. What is missing is no failure. */
export async function providersCommand(
  flags: { readonly json?: boolean },
  { io, config, createRuntime }: ProvidersCommandDeps,
): Promise<number> {
  await using runtime = await createRuntime(config);
  const statuses = await runtime.providers(io.signal);
  if (flags.json) writeJson(io.stdout, { providers: statuses });
  else {
    const style = createStyle(wantsColour(io.stdout.isTerminal, io.env));
    io.stdout.write(`${providersTable(statuses, style)}\n`);
  }
  return EXIT_ANSWERED;
}
