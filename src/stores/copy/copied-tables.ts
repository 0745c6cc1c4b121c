import type { AccessSchema } from "../access/access-schema.ts";
import type { StoreSchema } from "../schema/tables.ts";

/** A table and the columns of its primary key. */
export interface CopiedTable {
  readonly name: string;
  readonly key: readonly string[];
  /** Rows that are read at a time; few where rows may be large. */
  readonly rowsAtOnce: number;
}

const FEW = 20;
const MANY = 200;

type Keys<Schema> = { readonly [Table in keyof Schema]: readonly [...(keyof Schema[Table])[]] };

/**
 * What a row refers to stands before it. A table that is missing here does not compile, but for the result cache: it
 * fills itself again, and what is in it may go at any time.
 */
const STORE_KEYS: Keys<Omit<StoreSchema, "result_cache">> = {
  documents: ["hash"],
  document_pieces: ["hash", "position"],
  loose_objects: ["name"],
  tasks: ["id"],
  task_events: ["task_id", "seq"],
  task_journal: ["task_id", "step_path"],
  messages: ["tenant", "owner", "message_id"],
  task_documents: ["task_id", "hash"],
  task_scopes: ["scope"],
  task_places: ["scope", "task_id"],
  budget_accounts: ["account"],
  budget_holds: ["task_id", "step"],
  store_settings: ["name"],
};

const ACCESS_KEYS: Keys<AccessSchema> = {
  credentials: ["kind", "id"],
  revoked_tokens: ["token_id"],
};

const LARGE_ROWS: ReadonlySet<string> = new Set(["tasks", "task_events", "task_journal", "document_pieces"]);

export const STORE_TABLES: readonly CopiedTable[] = tablesOf(STORE_KEYS);
export const ACCESS_TABLES: readonly CopiedTable[] = tablesOf(ACCESS_KEYS);

function tablesOf(keys: Readonly<Record<string, readonly string[]>>): readonly CopiedTable[] {
  return Object.entries(keys).map(([name, key]) => ({
    name,
    key,
    rowsAtOnce: LARGE_ROWS.has(name) ? FEW : MANY,
  }));
}
