import { call, type TaskJson } from "../../tests/kill/follow-task.ts";

const DOCUMENT = Buffer.from("A paragraph with a figure in it. ".repeat(40)).toString("base64");

let sent = 0;

/** Parameters of a new task of one document and one round. */
export function taskParams(name: string, returnImmediately: boolean): object {
  sent += 1;
  return {
    message: {
      messageId: `bench-${process.pid}-${sent}`,
      role: "ROLE_USER",
      parts: [
        { text: `What is the figure of ${name}?` },
        { raw: DOCUMENT, filename: "report.md", mediaType: "text/markdown" },
      ],
    },
    configuration: { returnImmediately },
    metadata: { skill_id: "minion_query", max_rounds: 1 },
  };
}

/** Sends a task and waits for its end. Gives its id. @throws where it did not complete */
export async function runTask(url: string, name: string): Promise<string> {
  const { task } = (await call(url, "rpc", "SendMessage", taskParams(name, false))) as { task: TaskJson };
  if (task.status.state !== "TASK_STATE_COMPLETED") throw new Error(`${name} ended ${task.status.state}`);
  return task.id;
}

/** Runs tasks, so many at a time, in turns over the servers; gives how many ended a second. */
export async function tasksASecond(
  urls: readonly string[],
  count: number,
  atOnce: number,
  tag: string,
): Promise<number> {
  let next = 0;
  const startedMs = performance.now();
  const client = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      await runTask(urls[index % urls.length] ?? "", `case-${tag}${index}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  return (count * 1_000) / (performance.now() - startedMs);
}
