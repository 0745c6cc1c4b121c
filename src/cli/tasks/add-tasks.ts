import type { Command } from "commander";
import type { CliIo } from "../cli-io.ts";
import { connect } from "../client/server-connection.ts";
import type { Fetch } from "../client/server-fetch.ts";
import { addServerOptions, requiredServerAddress, type ServerFlags } from "../client/server-flags.ts";
import {
  answerApproval,
  cancelTask,
  getTask,
  type ListFlags,
  listTasks,
  replayTask,
  type ShowTaskFlags,
  type TasksDeps,
  watchTask,
} from "./tasks-command.ts";

/** `tasks list|get|cancel|approve|reject|watch|replay`, all at a server. */
export function addTasks(
  program: Command,
  io: CliIo,
  { fetch, newId }: { readonly fetch: Fetch; readonly newId: () => string },
  done: (exitCode: number) => void,
): void {
  const tasks = program
    .command("tasks")
    .summary("list, show, cancel and follow tasks of a server")
    .description("Lists, shows, cancels and follows the tasks of an a2a-minions server.");
  const add = (usage: string, description: string): Command =>
    addServerOptions(tasks.command(usage).description(description));
  const run = async (command: Command, work: (deps: TasksDeps) => Promise<number>): Promise<void> => {
    const address = await requiredServerAddress(command.opts<ServerFlags>(), io);
    done(await work({ io, connection: await connect(address, fetch, io.signal) }));
  };

  const list = add("list", "Lists tasks, those with the newest status first.")
    .option("--state <state>", "only tasks in this state, for example working")
    .option("--context <id>", "only tasks of this conversation")
    .option("--limit <tasks>", "most tasks shown (default: 50)")
    .option("--json", "print one JSON document on stdout");
  list.action(() => run(list, (deps) => listTasks(list.opts<ListFlags>(), deps)));

  const get = add("get <id>", "Shows a task, and its answer where it has one.").option(
    "--json",
    "print one JSON document on stdout",
  );
  get.action((id: string) => run(get, (deps) => getTask(id, get.opts<ShowTaskFlags>(), deps)));

  const cancel = add("cancel <id>", "Cancels a task for good.");
  cancel.action((id: string) => run(cancel, (deps) => cancelTask(id, deps)));

  for (const answer of ["approve", "reject"] as const) {
    const what =
      answer === "approve" ? "Lets leave what a task waits to send" : "Keeps here what a task waits to send";
    const command = add(`${answer} <id>`, `${what}, and follows the task.`)
      .option("--json", "print every event as a line of JSON on stdout")
      .option("-q, --quiet", "no progress on stderr");
    command.action((id: string) =>
      run(command, (deps) => answerApproval(id, answer, command.opts<ShowTaskFlags>(), { ...deps, newId })),
    );
  }

  const watch = add("watch <id>", "Follows a task until it ends, and shows its answer.");
  const replay = add("replay <id>", "Tells a task's story again from the beginning, and shows its answer.");
  for (const [command, follow] of [
    [watch, watchTask],
    [replay, replayTask],
  ] as const) {
    command
      .option("--json", "print every event as a line of JSON on stdout")
      .option("-q, --quiet", "no progress on stderr")
      .option("-v, --verbose", "tell every step on stderr, with what was said")
      .action((id: string) => run(command, (deps) => follow(id, command.opts<ShowTaskFlags>(), deps)));
  }
}
