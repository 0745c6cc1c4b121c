import type { Command } from "commander";
import type { RunningServer, ServerSettings } from "#app";
import type { CliIo } from "../cli-io.ts";
import { addConfigOptions, configOf } from "../config-options.ts";
import { serveCommand } from "./serve-command.ts";

const HELP = `
Examples:
  a2a-minions serve
  a2a-minions serve --port 9000 --data ./data --local ollama/llama3.2 --remote openai/gpt-5-mini
  a2a-minions keys create laptop

Ctrl-C stops it gracefully; a second one ends it at once. Tasks that were cut off go on at the next start.`;

export interface AddServeDeps {
  readonly version: string;
  readonly startServer: (settings: ServerSettings) => Promise<RunningServer>;
}

/** The command that runs the A2A server. */
export function addServe(
  program: Command,
  io: CliIo,
  deps: AddServeDeps,
  done: (code: number) => void,
): void {
  const command = program
    .command("serve")
    .summary("run the A2A server")
    .description("Runs the A2A server: tasks in one file of the data folder, nothing else to install.");
  addConfigOptions(command, () => true).addHelpText("after", HELP);
  command.action(async () => {
    done(await serveCommand({ io, config: await configOf(command, io), ...deps }));
  });
}
