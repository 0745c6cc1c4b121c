import { call, type TaskJson } from "../../tests/kill/follow-task.ts";
import { openRig } from "./rig.ts";
import { taskParams } from "./send-tasks.ts";

/**
 * Milliseconds from the time that stands on each status, which is that of its writing, to its arrival on a stream of an
 * instance that did not run the task.
 */
export async function eventDelays(tasks: number): Promise<number[]> {
  const ranOn = new Map<string, string>();
  await using rig = await openRig({
    instances: 2,
    before: async ({ subject, path }) => void ranOn.set(subject, path.charAt(1)),
  });
  const [sender, reader] = rig.cluster.members;
  if (sender === undefined || reader === undefined) throw new Error("Two instances are needed.");
  const delays: number[] = [];
  for (let index = 0; index < tasks; index += 1) {
    const name = `case-event${index}`;
    const params = taskParams(name, true);
    const { task } = (await call(await sender.server.url, "rpc", "SendMessage", params)) as {
      task: TaskJson;
    };
    const seen = await streamed(await reader.server.url, task.id);
    // Events that were there before the stream was open tell of the stream and not of their way.
    if (ranOn.get(name) === sender.name) delays.push(...seen.slice(1));
  }
  return delays;
}

async function streamed(url: string, id: string): Promise<number[]> {
  const openedAt = Date.now();
  const response = await fetch(`${url}/tasks/${id}:subscribe`, { headers: { "a2a-version": "1.0" } });
  const delays: number[] = [];
  let rest = "";
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const at = Date.now();
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const written = /"timestamp":"([^"]+)"/.exec(block)?.[1];
      if (written !== undefined && Date.parse(written) > openedAt) delays.push(at - Date.parse(written));
    }
  }
  return delays;
}
