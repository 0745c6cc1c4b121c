export { createMetrics, type Metrics, type MetricsOptions, type ModelCallSeen } from "./create-metrics.ts";
