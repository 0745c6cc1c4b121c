import { resolve } from "node:path";
import type { Command } from "commander";
import { type AuditTrail, entriesOf, openAuditTrail } from "#app";
import type { CliIo } from "../cli-io.ts";
import { addConfigOptions, configOf } from "../config-options.ts";
import type { JsonFlag } from "../keys/keys-command.ts";
import {
  entriesInFile,
  exportAudit,
  type ListFlags,
  listAudit,
  printHead,
  type VerifyFlags,
  verifyAudit,
} from "./audit-command.ts";

const JSON_OPTION = ["--json", "print JSON on stdout"] as const;

/** `audit verify`, `head`, `list` and `export`. */
export function addAudit(program: Command, io: CliIo, done: (exitCode: number) => void): void {
  const audit = program
    .command("audit")
    .summary("read the audit log, and find out whether somebody changed it")
    .description(
      "Reads the audit log: who did what, without what was said. A server may run at the same time.",
    );
  const withTrail = async (command: Command, work: (trail: AuditTrail) => Promise<number>): Promise<void> => {
    const config = await configOf(command, io);
    await using trail = await openAuditTrail(config, resolve(io.workingDirectory, config.server.data));
    done(await work(trail));
  };
  const add = (usage: string, summary: string): Command =>
    addConfigOptions(audit.command(usage).description(summary), ({ key }) => key === "server.data");

  const verify = add("verify", "Goes through all entries and names the first that is wrong.")
    .option("--file <path>", "look at this file of audit export or --audit-file in place of the database")
    .option("--head <hash>", "a hash that audit head printed: shows also that the end was cut off")
    .option(...JSON_OPTION);
  verify.action(async () => {
    const { file, ...flags } = verify.opts<VerifyFlags & { file?: string }>();
    if (file === undefined) {
      await withTrail(verify, (trail) => verifyAudit(entriesOf(trail), flags, io));
      return;
    }
    done(await verifyAudit(entriesInFile(file, resolve(io.workingDirectory, file)), flags, io));
  });

  const head = add("head", "Prints the hash of the last entry, to be kept elsewhere.").option(...JSON_OPTION);
  head.action(() => withTrail(head, (trail) => printHead(trail, head.opts<JsonFlag>(), io)));

  const list = add("list", "Lists entries, oldest first.")
    .option("--since <time>", "only those since then: a time ago such as 24h, or a date")
    .option("--action <action>", "only those of this action, such as login-failed")
    .option(...JSON_OPTION);
  list.action(() => withTrail(list, (trail) => listAudit(trail, list.opts<ListFlags>(), io)));

  const exported = add("export", "Prints all entries with their hashes as JSON lines.");
  exported.action(() => withTrail(exported, (trail) => exportAudit(trail, io)));
}
