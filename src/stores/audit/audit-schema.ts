/** The table of the audit log, the same on every database. */
export interface AuditSchema {
  audit_entries: AuditRow;
}

export interface AuditRow {
  number: number;
  at: number;
  action: string;
  /** Canonical JSON of the whole entry. */
  body: string;
  hash: string;
}
