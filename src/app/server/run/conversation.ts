import type { StoredTask, TaskStore } from "#engine";
import type { HistoryTurn } from "#minions";
import { ANSWER_ARTIFACT } from "../result/result-artifact.ts";
import { type AskedDocument, askedOfTask } from "./asked-of-task.ts";

/** Earlier tasks of the same context and owner, as the task at hand sees them. */
export interface Conversation {
  /** Questions and answers, oldest first. */
  readonly turns: readonly HistoryTurn[];
  /** Documents of the newest earlier task that brought any: a further question is mostly about the same ones. */
  readonly documents: readonly AskedDocument[];
}

/** Earlier tasks that are looked at; the run itself condenses what is too long. */
const TASKS_SEEN = 50;

/** Reads the conversation that a task belongs to: tasks that completed and were made before it. */
export async function readConversation(task: StoredTask, tasks: TaskStore): Promise<Conversation> {
  const inContext = await tasks.inContext(task.contextId, task, TASKS_SEEN);
  const here = inContext.findIndex((other) => other.id === task.id);
  const earlier = (here === -1 ? inContext : inContext.slice(0, here)).filter(
    (other) => other.state.kind === "completed",
  );
  const asked = earlier.map((other) => ({ ...askedOfTask(other), answer: answerOf(other) }));
  return {
    turns: asked.flatMap(({ question, answer }): HistoryTurn[] =>
      question === "" || answer === "" ? [] : [turn("user", question), turn("agent", answer)],
    ),
    documents: asked.findLast(({ documents }) => documents.length > 0)?.documents ?? [],
  };
}

function turn(role: HistoryTurn["role"], text: string): HistoryTurn {
  return { role, text };
}

function answerOf(task: StoredTask): string {
  const artifact = task.artifacts.find(({ artifactId }) => artifactId === ANSWER_ARTIFACT.artifactId);
  return (artifact?.parts ?? []).flatMap((part) => (part.kind === "text" ? [part.text] : [])).join("");
}
