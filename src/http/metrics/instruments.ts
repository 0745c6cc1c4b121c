import { Counter, Gauge, Histogram, type Registry } from "prom-client";

const PREFIX = "a2a_minions_";

/** Seconds; those that Prometheus' Python client uses by default, so that dashboards of the reference go on. */
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const TASK_BUCKETS = [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];
const PDF_BUCKETS = [0.1, 0.5, 1, 2, 5, 10, 30];
const WAIT_BUCKETS = [0.001, 0.01, 0.1, 0.5, 1, 5, 10, 30, 60, 300];
const STORE_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1];
const MODEL_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** Makes the three kinds of instrument with our prefix in one registry. */
function makers(registers: [Registry]) {
  return {
    counter: <Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
      new Counter({ name: PREFIX + name, help, labelNames, registers }),
    gauge: <Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
      new Gauge({ name: PREFIX + name, help, labelNames, registers }),
    histogram: <Label extends string = never>(
      name: string,
      help: string,
      buckets: number[],
      labelNames: Label[] = [],
    ) => new Histogram({ name: PREFIX + name, help, buckets, labelNames, registers }),
  };
}

/** The metrics that the Python reference has, under its names, labels and buckets. */
function referenceInstruments({ counter, gauge, histogram }: ReturnType<typeof makers>) {
  return {
    requests: counter("requests_total", "Requests by method and outcome", ["method", "status"]),
    requestSeconds: histogram("request_duration_seconds", "Time to answer a request", REQUEST_BUCKETS, [
      "method",
    ]),
    tasks: counter("tasks_total", "Tasks that ended, by skill and state", ["skill_id", "status"]),
    taskSeconds: histogram("task_duration_seconds", "Time from submission to end", TASK_BUCKETS, [
      "skill_id",
    ]),
    activeTasks: gauge("active_tasks", "Tasks that run now"),
    streamingSessions: gauge("streaming_sessions", "Event streams that are open now"),
    storedTasks: gauge("stored_tasks", "Tasks that are kept"),
    streamingEvents: counter("streaming_events_total", "Events sent over streams"),
    pdfProcessed: counter("pdf_processed_total", "PDF files read"),
    pdfSeconds: histogram("pdf_processing_seconds", "Time to read a PDF file", PDF_BUCKETS),
    taskEvictions: counter("task_evictions_total", "Tasks removed by retention"),
    authAttempts: counter("auth_attempts_total", "Authentication attempts", ["auth_method", "result"]),
    clientPoolSize: gauge("client_pool_size", "Open clients of a provider", ["provider"]),
    errors: counter("errors_total", "Errors by code", ["error_type"]),
    serverInfo: gauge("server_info", "What this server is", ["version", "protocol", "skills"]),
  };
}

/** The metrics that the reference has not. */
function ownInstruments({ counter, gauge, histogram }: ReturnType<typeof makers>) {
  return {
    queueDepth: gauge("queue_depth", "Tasks that wait for a run"),
    queueWaitSeconds: histogram("queue_wait_seconds", "Time that tasks wait for a run", WAIT_BUCKETS),
    submissionsRefused: counter(
      "submissions_refused_total",
      "Submissions refused because the queue was full",
    ),
    auditLost: counter("audit_events_lost_total", "Audit events that could not be written"),
    limitsMet: counter("limits_met_total", "What was refused by a limit", ["limit", "tier"]),
    runAttempts: counter("run_attempts_total", "Runs begun, by whether they take over from one that died", [
      "kind",
    ]),
    journalReads: counter("journal_reads_total", "Steps asked of the journal", ["outcome"]),
    lateWrites: counter("late_writes_dropped_total", "Writes of runs that were told to stop", ["cause"]),
    faults: counter("faults_total", "Faults inside, each with a log id", ["during"]),
    modelCalls: counter("model_calls_total", "Calls of models", ["provider", "model", "side", "outcome"]),
    modelSeconds: histogram("model_call_duration_seconds", "Time of a model call", MODEL_BUCKETS, [
      "provider",
      "side",
    ]),
    tokens: counter("model_tokens_total", "Tokens of model calls", ["side", "kind"]),
    cost: counter("model_cost_usd_total", "Cost of model calls in US dollars", ["provider", "side"]),
    budgetUsd: counter("budget_usd_total", "US dollars reserved and settled in budgets", ["side", "moved"]),
    budgetTokens: counter("budget_tokens_total", "Remote tokens reserved and settled in budgets", [
      "side",
      "moved",
    ]),
    resultLookUps: counter("result_cache_lookups_total", "Replies asked of the result cache", ["outcome"]),
    resultsKept: counter("result_cache_writes_total", "Replies offered to the result cache", ["outcome"]),
    firstEventSeconds: histogram(
      "time_to_first_event_seconds",
      "Time from a streaming request to its first event",
      REQUEST_BUCKETS,
    ),
    storeSeconds: histogram("store_operation_seconds", "Time of a store operation", STORE_BUCKETS, [
      "operation",
    ]),
    eventLoopDelay: gauge("event_loop_delay_seconds", "Delay of the event loop since the last scrape", [
      "quantile",
    ]),
    residentMemory: gauge("process_resident_memory_bytes", "Resident memory of the process"),
    heapUsed: gauge("process_heap_used_bytes", "Heap in use"),
  };
}

/** Every instrument of this server, in a registry of its own. */
export function createInstruments(registry: Registry) {
  const make = makers([registry]);
  return { ...referenceInstruments(make), ...ownInstruments(make) };
}

export type Instruments = ReturnType<typeof createInstruments>;
