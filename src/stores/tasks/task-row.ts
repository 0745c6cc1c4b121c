import type { StoredTask, TaskState } from "#engine";
import type { TaskRow } from "../schema/tables.ts";

/** The row of a task. What comes out of the database went in through this, so its JSON is trusted. */
export function toRow(task: StoredTask): TaskRow {
  return {
    id: task.id,
    tenant: task.tenant,
    owner: task.owner,
    context_id: task.contextId,
    version: task.version,
    last_seq: task.lastSeq,
    state_kind: task.state.kind,
    state: JSON.stringify(task.state),
    status_message: task.statusMessage === undefined ? null : JSON.stringify(task.statusMessage),
    history: JSON.stringify(task.history),
    artifacts: JSON.stringify(task.artifacts),
    metadata: JSON.stringify(task.metadata),
    request: JSON.stringify(task.request),
    cancel_requested: task.cancelRequested ? 1 : 0,
    attempts: task.attempts,
    runs: task.runs,
    timeout_ms: task.timeoutMs,
    created_at: task.createdAt,
    status_at: task.statusAt,
    deadline_at: task.deadlineAt ?? null,
  };
}

export function fromRow(row: TaskRow): StoredTask {
  return {
    id: row.id,
    tenant: row.tenant,
    owner: row.owner,
    contextId: row.context_id,
    version: row.version,
    lastSeq: row.last_seq,
    state: JSON.parse(row.state) as TaskState,
    ...(row.status_message === null ? {} : { statusMessage: JSON.parse(row.status_message) }),
    history: JSON.parse(row.history),
    artifacts: JSON.parse(row.artifacts),
    metadata: JSON.parse(row.metadata),
    request: JSON.parse(row.request),
    cancelRequested: row.cancel_requested === 1,
    attempts: row.attempts,
    runs: row.runs,
    timeoutMs: row.timeout_ms,
    createdAt: row.created_at,
    statusAt: row.status_at,
    ...(row.deadline_at === null ? {} : { deadlineAt: row.deadline_at }),
  };
}
