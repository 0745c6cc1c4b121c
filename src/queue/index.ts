export { jobWithCommit } from "./join-commit.ts";
export type { BossOptions, QueueDatabase } from "./open-boss.ts";
export { SharedDispatcher, type SharedDispatcherDeps, type SharedLimits } from "./shared-dispatcher.ts";
export { TaskQueue } from "./task-queue.ts";
