/**
 * The tables as Kysely sees them, the same on every database: times are integers (milliseconds since the epoch), JSON is
 * text, flags are 0 or 1. Tenant and owner stand on every row that belongs to somebody.
 */
export interface StoreSchema {
  tasks: TaskRow;
  task_events: EventRow;
  task_journal: JournalRow;
  task_documents: TaskDocumentRow;
  messages: MessageRow;
  documents: DocumentRow;
  document_pieces: DocumentPieceRow;
  loose_objects: LooseObjectRow;
  store_settings: SettingRow;
  task_scopes: TaskScopeRow;
  task_places: TaskPlaceRow;
  budget_accounts: BudgetAccountRow;
  budget_holds: BudgetHoldRow;
  result_cache: ResultRow;
}

export interface TaskRow {
  id: string;
  tenant: string;
  owner: string;
  context_id: string;
  version: number;
  last_seq: number;
  state_kind: string;
  /** JSON of the whole state. */
  state: string;
  status_message: string | null;
  history: string;
  artifacts: string;
  metadata: string;
  request: string;
  cancel_requested: number;
  attempts: number;
  runs: number;
  timeout_ms: number;
  created_at: number;
  status_at: number;
  deadline_at: number | null;
}

export interface EventRow {
  task_id: string;
  seq: number;
  tenant: string;
  owner: string;
  at: number;
  body: string;
}

export interface JournalRow {
  task_id: string;
  step_path: string;
  tenant: string;
  owner: string;
  /** Order of storing within the task, from 1. */
  position: number;
  request_hash: string;
  result: string;
  stored_at: number;
}

/** Which task holds which document; what no row names is removed. */
export interface TaskDocumentRow {
  task_id: string;
  hash: string;
  tenant: string;
  owner: string;
}

export interface MessageRow {
  tenant: string;
  owner: string;
  message_id: string;
  content_hash: string;
  task_id: string;
}

/** Content-addressed and therefore nobody's: whose a document is, is told by `task_documents`. */
export interface DocumentRow {
  hash: string;
  bytes: number;
  /** 1 once all of it is there, in pieces or in the bucket; until then nobody can read it. */
  complete: number;
  /** Its object in the bucket, which only a complete document has; null where it is here in pieces. */
  object: string | null;
  /** When it was last put; a document put lately is kept although no task names it yet. */
  touched_at: number;
}

export interface DocumentPieceRow {
  hash: string;
  position: number;
  bytes: Uint8Array;
}

/** An object of the bucket that is no document: one that is being written, or that is to be removed. */
export interface LooseObjectRow {
  name: string;
  /** When its writing began. */
  since: number;
  /** 1 once it is to be removed: it can become a document no more. */
  doomed: number;
}

export interface SettingRow {
  name: string;
  value: string;
}

/** One row a scope, locked while a place of it is taken, so that two cannot take the last one. */
export interface TaskScopeRow {
  scope: string;
  taken_at: number;
}

/** Which unfinished task has a place of which scope. */
export interface TaskPlaceRow {
  scope: string;
  task_id: string;
}

/** What was spent of a budget and what calls under way may still spend. A nano is 1e-9 US dollars. */
export interface BudgetAccountRow {
  /** Scope and day, or task. */
  account: string;
  settled_tokens: number;
  reserved_tokens: number;
  settled_nanos: number;
  reserved_nanos: number;
  touched_at: number;
}

/** One call under way, with what it holds of each of its accounts. */
export interface BudgetHoldRow {
  task_id: string;
  step: string;
  hold_id: string;
  /** JSON list of the accounts' names. */
  accounts: string;
  tokens: number;
  nanos: number;
  made_at: number;
}

/** A result that later tasks of the same owner may be given. */
export interface ResultRow {
  hash: string;
  tenant: string;
  owner: string;
  stored_at: number;
  expires_at: number;
  /** Of `value`, in UTF-8. */
  bytes: number;
  value: string;
}
