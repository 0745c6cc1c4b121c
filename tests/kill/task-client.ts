import { setTimeout as sleep } from "node:timers/promises";
import {
  type Binding,
  call,
  followTask,
  type ReceivedEvent,
  RefusedError,
  type TaskJson,
  untilAnswered,
} from "./follow-task.ts";
import { between, type Random } from "./seeded-random.ts";

/** Wherever the server listens now: another address after a restart, and any of several. */
export interface Reachable {
  readonly url: Promise<string>;
}

/** One task, from the client that sent it. */
export interface FollowedTask {
  readonly name: string;
  readonly binding: Binding;
  readonly skill: "minion_query" | "minions_query";
  /** Known once the server acknowledged it. */
  taskId: string | undefined;
  /** Given to the server again until it acknowledged it. */
  sends: number;
  /** True where the client canceled it and the server said so. */
  canceled: boolean;
  /** As a client got them that resumed after every cut. */
  readonly events: ReceivedEvent[];
  /** As one line tells them from the start, after the last kill. */
  replay: readonly ReceivedEvent[];
  /** The task at the end. */
  task: TaskJson | undefined;
}

export function newTask(index: number, random: Random): FollowedTask {
  return {
    name: `case-${index}`,
    binding: random() < 0.5 ? "rpc" : "rest",
    skill: random() < 0.5 ? "minion_query" : "minions_query",
    taskId: undefined,
    sends: 0,
    canceled: false,
    events: [],
    replay: [],
    task: undefined,
  };
}

/** Sends one task, over and over until it is acknowledged, and follows it to its end. */
export async function beClient(
  task: FollowedTask,
  server: Reachable,
  random: Random,
  onCut: () => void,
): Promise<void> {
  const { binding } = task;
  const params = sendParams(task, random);
  const sent = await untilAnswered(server, (url) => {
    task.sends += 1;
    return call(url, binding, "SendMessage", params);
  });
  const { id } = (sent as { task: TaskJson }).task;
  task.taskId = id;
  const canceling = random() < 0.1 ? cancelSoon(task, id, server, random) : undefined;
  await followTask(server, { binding, taskId: id, received: task.events, random, onCut });
  await canceling;
}

async function cancelSoon(task: FollowedTask, id: string, server: Reachable, random: Random): Promise<void> {
  await sleep(between(random, 0, 2_000));
  try {
    await untilAnswered(server, (url) => call(url, task.binding, "CancelTask", { id }));
    task.canceled = true;
  } catch (error) {
    // It had ended before.
    if (!(error instanceof RefusedError)) throw error;
  }
}

export function sendParams({ name, skill }: Pick<FollowedTask, "name" | "skill">, random: Random): object {
  const paragraph = (index: number): string =>
    `Paragraph ${index} of ${name}. ${"It has words. ".repeat(24)}`;
  const document = Array.from({ length: between(random, 2, 6) }, (_, index) => paragraph(index)).join("\n\n");
  return {
    message: {
      messageId: `message-of-${name}`,
      role: "ROLE_USER",
      parts: [
        { text: `What is the figure of ${name}?` },
        { raw: Buffer.from(document).toString("base64"), filename: `${name}.md`, mediaType: "text/markdown" },
      ],
    },
    configuration: { returnImmediately: true },
    metadata: {
      skill_id: skill,
      max_rounds: between(random, 1, 3),
      decomposition: random() < 0.5 ? "code" : "auto",
      chunking_strategy: "chunk_by_paragraph",
    },
  };
}
