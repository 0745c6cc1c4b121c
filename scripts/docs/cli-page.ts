import type { Command } from "commander";
import type { CliIo, TextSink } from "../../src/cli/cli-io.ts";
import { createProgram } from "../../src/cli/program.ts";
import { generatedFrom } from "./markdown.ts";

/** The reference page of the command line: the help of every command, as it prints itself. */
export function cliPage(): string {
  const program = createProgram(quietIo(), DEPS, () => undefined);
  const sections = program.commands.flatMap((command) => {
    const title = `a2a-minions ${command.name()}`;
    const parts = command.commands.map((part) => helpSection(`${title} ${part.name()}`, part));
    return [helpSection(title, command), ...parts];
  });
  return [
    generatedFrom("src/cli"),
    "# Command line",
    "From a checkout, `npm run cli -- <arguments>` is the same command.",
    helpSection("a2a-minions", program),
    ...sections,
    "",
  ].join("\n\n");
}

function helpSection(title: string, command: Command): string {
  let text = "";
  command.configureOutput({
    writeOut: (piece) => {
      text += piece;
    },
    getOutHelpWidth: () => 110,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return `## ${title}\n\n\`\`\`text\n${text.trim()}\n\`\`\``;
}

const DEPS = {
  version: "",
  createRuntime: () => Promise.reject(new Error("The reference page runs nothing.")),
  fetch,
  newId: () => "",
  startServer: () => Promise.reject(new Error("The reference page runs nothing.")),
};

function quietIo(): CliIo {
  const sink: TextSink = { write: () => undefined, isTerminal: false, columns: 110 };
  return {
    stdout: sink,
    stderr: sink,
    env: {},
    workingDirectory: "/",
    signal: new AbortController().signal,
    onHangup: () => ({ [Symbol.dispose]: () => undefined }),
    trustAuthority: () => undefined,
  };
}
