import { MessageConflictError, type MessageRecord } from "#engine";
import { PreparedQuery } from "../prepared-query.ts";
import type { MessageRow } from "../schema/tables.ts";
import type { StoreDatabase } from "../transactions.ts";

/** Writes down which message made or continued which task, within the caller's transaction. */
export class MessageRecords {
  readonly #insert: PreparedQuery<MessageRow, unknown>;

  constructor(db: StoreDatabase) {
    this.#insert = messageInsert(db);
  }

  /** @throws MessageConflictError where the owner's message of that id is recorded already. */
  async add(db: StoreDatabase, message: MessageRecord): Promise<void> {
    const { numAffectedRows } = await this.#insert.run(db, messageRow(message));
    if (numAffectedRows === 0n) throw new MessageConflictError(message.messageId);
  }
}

/** Inserts nothing where the owner's message of that id is recorded already. */
export function messageInsert(db: StoreDatabase): PreparedQuery<MessageRow, unknown> {
  return new PreparedQuery((value) =>
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

export function messageRow({ tenant, owner, messageId, contentHash, taskId }: MessageRecord): MessageRow {
  return { tenant, owner, message_id: messageId, content_hash: contentHash, task_id: taskId };
}
