import { setTimeout as sleep } from "node:timers/promises";
import type { ComingCall } from "../kill/counting-provider.ts";
import { call, type TaskJson, untilAnswered } from "../kill/follow-task.ts";
import { type Cluster, start } from "./cluster.ts";

export interface PoisonFate {
  /** How many servers it took down. */
  readonly deaths: number;
  readonly state: string;
  readonly code: string | undefined;
}

const NAME = "case-poison";

/** A task that takes its server down with its first call, whichever server that is. */
export class PoisonousTask {
  #cluster: Cluster | undefined;
  #id = "";
  #deaths = 0;
  readonly #restarts = new Set<Promise<void>>();

  /** Sends it to any of the servers. */
  async send(cluster: Cluster): Promise<void> {
    this.#cluster = cluster;
    const message = {
      messageId: NAME,
      role: "ROLE_USER",
      parts: [
        { text: `What is the figure of ${NAME}?` },
        {
          raw: Buffer.from("Nothing good.").toString("base64"),
          filename: "poison.md",
          mediaType: "text/markdown",
        },
      ],
    };
    const params = { message, configuration: { returnImmediately: true } };
    const sent = await untilAnswered(cluster, (url) => call(url, "rpc", "SendMessage", params));
    this.#id = (sent as { task: TaskJson }).task.id;
  }

  /** To be told of every call; never answers one of its own. */
  async called({ subject, path, left }: ComingCall): Promise<void> {
    if (subject !== NAME) return;
    const member = this.#cluster?.members.find(({ name }) => path.startsWith(`/${name}/`));
    let gone = false;
    void left.then(() => {
      gone = true;
    });
    while (member?.state === "frozen" && !gone) await sleep(100);
    if (member?.state === "running" && !gone) {
      this.#deaths += 1;
      member.state = "away";
      await member.server.kill();
      const restart: Promise<void> = start(member).finally(() => this.#restarts.delete(restart));
      this.#restarts.add(restart);
    }
    await left;
  }

  /** Waits for its end. */
  async fate(cluster: Cluster): Promise<PoisonFate> {
    for (;;) {
      const [row] = await cluster.query<{ state: string }>(
        `select state from tasks where id = '${this.#id}' and state_kind not in ('submitted', 'working')`,
      );
      if (row !== undefined) {
        await Promise.all(this.#restarts);
        const { kind, failure } = JSON.parse(row.state) as { kind: string; failure?: { code: string } };
        return { deaths: this.#deaths, state: kind, code: failure?.code };
      }
      await sleep(500);
    }
  }
}
