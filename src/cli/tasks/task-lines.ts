import type { Task } from "@a2a-js/sdk";
import { stateName } from "../client/task-states.ts";
import type { Style } from "../output/style.ts";
import { renderTable } from "../output/table.ts";
import { shortLine, terminalLine } from "../output/terminal-text.ts";

const QUESTION_LENGTH = 60;

/** Tasks as a table, in the order given. */
export function tasksTable(tasks: readonly Task[], style: Style): string {
  const rows = tasks.map((task) => [
    terminalLine(task.id),
    stateName(task.status?.state),
    timeText(task.status?.timestamp),
    shortLine(questionOf(task), QUESTION_LENGTH),
  ]);
  const [header = "", ...lines] = renderTable([["ID", "STATE", "SINCE", "QUESTION"], ...rows]).split("\n");
  return [style.strong(header), ...lines].join("\n");
}

/** What stands above a task's answer; `withSaid` where what the status says is not shown in another form. */
export function taskHead(task: Task, style: Style, withSaid = true): string {
  const said = task.status?.message?.parts.map(({ content }) =>
    content?.$case === "text" ? content.value : "",
  );
  const line = (label: string, text: string): string => `${style.strong(label.padEnd(9))}${text}`;
  return [
    line("Task", terminalLine(task.id)),
    line("Context", terminalLine(task.contextId)),
    line("State", `${stateName(task.status?.state)} since ${timeText(task.status?.timestamp)}`),
    ...(said === undefined || !withSaid ? [] : [line("Said", terminalLine(said.join(" ")))]),
    line("Question", terminalLine(questionOf(task))),
  ].join("\n");
}

function questionOf(task: Task): string {
  const parts = task.history[0]?.parts ?? [];
  const spoken = parts.find(({ content }) => content?.$case === "text" && content.value.trim() !== "");
  return spoken?.content?.$case === "text" ? spoken.content.value : "";
}

function timeText(timestamp: string | undefined): string {
  return terminalLine(timestamp ?? "")
    .slice(0, 19)
    .replace("T", " ");
}
