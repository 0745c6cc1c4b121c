/**
 * Engine, store, handler and streams as the product has them, under runs that tell an update every few milliseconds. Each
 * update carries the moment at which the run told it, before it was stored.
 *
 *   event-clock-server.ts <database file> <updates> <milliseconds between them>
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { RunContext, RunEnding } from "#engine";
import { openConformanceServer } from "../../tests/conformance/open-conformance-server.ts";
import { reportAsChild } from "./server-child.ts";

const [path = "", updates = "0", pauseMs = "0"] = process.argv.slice(2);

async function run(context: RunContext): Promise<RunEnding> {
  for (let index = 0; index < Number(updates); index += 1) {
    await sleep(Number(pauseMs));
    const message = {
      messageId: `update-${index}`,
      role: "agent",
      parts: [{ kind: "text", text: "One more." }],
    } as const;
    await context.tell(message, { toldAt: performance.timeOrigin + performance.now() });
  }
  return { kind: "completed" };
}

const server = await openConformanceServer({ path, port: 0, runner: () => ({ run }) });
reportAsChild(server.baseUrl);
