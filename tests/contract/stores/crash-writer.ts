/**
 * Writes into the database file that it is given, several tasks at once and for ever, and says what has been acknowledged,
 * a JSON line each. The crash test kills it.
 */
import { createHash } from "node:crypto";
import { writeSync } from "node:fs";
import type { Stores } from "#engine";
import { openSqliteStores } from "#stores";
import { aTask, creation, record, someBytes, told, update } from "./task-builders.ts";

const WRITERS = 6;
const DOCUMENT_BYTES = 1_500_000;

/** One line of what the writer knows to be durable. */
export type Acknowledged =
  | { readonly kind: "commit"; readonly taskId: string; readonly version: number; readonly lastSeq: number }
  | { readonly kind: "step"; readonly taskId: string; readonly stepPath: string }
  | { readonly kind: "document"; readonly hash: string };

function acknowledge(what: Acknowledged): void {
  writeSync(1, `${JSON.stringify(what)}\n`);
}

async function writeForEver(stores: Stores, writer: number): Promise<never> {
  for (;;) {
    const id = `task-${process.pid}-${writer}-${performance.now()}`;
    let task = await stores.tasks.commit(creation(aTask(id)), record(id, aTask(id)));
    acknowledge({ kind: "commit", taskId: id, version: task.version, lastSeq: task.lastSeq });
    for (let step = 0; step < 8; step += 1) {
      const events = Array.from({ length: step % 4 }, (_, index) =>
        told(`${step}.${index} ${"x".repeat(500)}`),
      );
      task = await stores.tasks.commit(update(task, { attempts: step }, events));
      acknowledge({ kind: "commit", taskId: id, version: task.version, lastSeq: task.lastSeq });
      const stepPath = `step-${step}`;
      await stores.journal.put({ taskId: id, stepPath }, "hash", JSON.stringify(stepPath));
      acknowledge({ kind: "step", taskId: id, stepPath });
    }
    if (writer !== 0) continue;
    const bytes = someBytes(DOCUMENT_BYTES, performance.now());
    const hash = await stores.documents.put(bytes);
    if (hash !== createHash("sha256").update(bytes).digest("hex")) throw new Error("The hash is wrong.");
    acknowledge({ kind: "document", hash });
  }
}

const path = process.argv[2];
if (path !== undefined) {
  const stores = await openSqliteStores({ path });
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => writeForEver(stores, writer)));
}
