import { start } from "../../tests/cluster/cluster.ts";
import type { ComingCall } from "../../tests/kill/counting-provider.ts";
import { call } from "../../tests/kill/follow-task.ts";
import { openRig } from "./rig.ts";
import { taskParams } from "./send-tasks.ts";

/** Milliseconds from the kill of the instance that runs a task to the task's next model call, from another instance. */
export async function takeOverTimes(kills: number): Promise<number[]> {
  let came: (coming: ComingCall) => void = () => undefined;
  await using rig = await openRig({
    instances: 3,
    before: async (coming) => {
      came(coming);
      await coming.left;
    },
  });
  const { members } = rig.cluster;
  const next = (from?: string): Promise<ComingCall> =>
    new Promise((resolve) => {
      came = (coming) => {
        if (from === undefined || !coming.path.startsWith(from)) resolve(coming);
      };
    });
  const times: number[] = [];
  for (let index = 0; index < kills; index += 1) {
    const first = next();
    const sent = await call(
      await rig.cluster.url,
      "rpc",
      "SendMessage",
      taskParams(`case-kill${index}`, true),
    );
    const { path } = await first;
    const killed = members.find(({ name }) => path.startsWith(`/${name}/`));
    if (killed === undefined) throw new Error(`Nobody asks at ${path}.`);
    const again = next(`/${killed.name}/`);
    const killedAt = performance.now();
    killed.state = "away";
    await killed.server.kill();
    await again;
    times.push(performance.now() - killedAt);
    const { task } = sent as { task: { id: string } };
    await call(await rig.cluster.url, "rpc", "CancelTask", { id: task.id });
    await start(killed);
  }
  return times;
}
