import { MessageConflictError, type MessageRecord } from "#engine";
import { PreparedQuery } from "../prepared-query.ts";
import type { MessageRow } from "../schema/tables.ts";
import type { StoreDatabase } from "../transactions.ts";

/** Writes down which message made or continued which task, within the caller's transaction. */
export class MessageRecords {
  readonly #insert: PreparedQuery<MessageRow, unknown>;

  constructor(db: StoreDatabase) {
    this.#insert = new PreparedQuery((value) =>
      db
        .insertInto("messages")
        .values({
          tenant: value("tenant"),
          owner: value("owner"),
          message_id: value("message_id"),
          content_hash: value("content_hash"),
          task_id: value("task_id"),
        })
        .onConflict((conflict) => conflict.columns(["tenant", "owner", "message_id"]).doNothing()),
    );
  }

  /** @throws MessageConflictError where the owner's message of that id is recorded already. */
  async add(db: StoreDatabase, message: MessageRecord): Promise<void> {
    const { numAffectedRows } = await this.#insert.run(db, {
      tenant: message.tenant,
      owner: message.owner,
      message_id: message.messageId,
      content_hash: message.contentHash,
      task_id: message.taskId,
    });
    if (numAffectedRows === 0n) throw new MessageConflictError(message.messageId);
  }
}
