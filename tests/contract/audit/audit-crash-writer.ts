/** Appends entries as fast as it can and says each batch that is written; it is there to be killed. `<file> <name>` */
import { EMPTY_CHAIN, sealEvents } from "#audit";
import { openSqliteAudit } from "#stores";

const [path = "", name = ""] = process.argv.slice(2);
const store = await openSqliteAudit({ path });
for (let count = 1; ; count += 1) {
  await store.append((head) =>
    sealEvents(head ?? EMPTY_CHAIN, [
      {
        at: Date.now(),
        event: {
          action: "key-revoked",
          actor: { kind: "operator", user: name },
          outcome: "done",
          target: `${name} ${count}`,
          details: {},
        },
      },
    ]),
  );
  process.stdout.write(`${name} ${count}\n`);
}
