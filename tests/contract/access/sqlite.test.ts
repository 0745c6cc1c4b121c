import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteAccess } from "#stores";
import { accessContract } from "./access-contract.ts";

accessContract("one SQLite file", async () => {
  await using opening = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "access-"));
  opening.defer(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, "keys.sqlite");
  // At once, as a server and a command that are started together on a new folder.
  const [here, elsewhere] = await Promise.all([openSqliteAccess({ path }), openSqliteAccess({ path })]);
  opening.use(here);
  opening.use(elsewhere);
  const held = opening.move();
  return { here, elsewhere, [Symbol.asyncDispose]: () => held.disposeAsync() };
});
