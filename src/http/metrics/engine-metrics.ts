import type { EngineObserver } from "#engine";
import { assertNever } from "#kernel";
import type { Instruments } from "./instruments.ts";
import type { TaskSkills } from "./task-skills.ts";

/** Turns what the engine tells into metrics. */
export function engineMetrics(instruments: Instruments, skills: TaskSkills): EngineObserver {
  return (seen) => {
    switch (seen.type) {
      case "run-begun":
        instruments.queueWaitSeconds.observe(seen.waitMs / 1000);
        instruments.runAttempts.inc({ kind: seen.attempt > 1 ? "again" : "first" });
        return;
      case "task-finished": {
        const skill = skills.take(seen.taskId);
        instruments.tasks.inc({ skill_id: skill, status: seen.state });
        instruments.taskSeconds.observe({ skill_id: skill }, seen.durationMs / 1000);
        if (seen.code !== undefined) instruments.errors.inc({ error_type: seen.code });
        return;
      }
      case "load-changed":
        instruments.queueDepth.set(seen.queued);
        instruments.activeTasks.set(seen.running);
        return;
      case "submission-refused":
        instruments.submissionsRefused.inc();
        return;
      case "journal-read":
        instruments.journalReads.inc({ outcome: seen.outcome });
        return;
      case "event-appended":
        return;
      case "late-write-dropped":
        instruments.lateWrites.inc({ cause: seen.cause });
        return;
      case "tasks-removed":
        instruments.taskEvictions.inc(seen.count);
        return;
      case "fault-caught":
        instruments.faults.inc({ during: seen.during });
        return;
      default:
        assertNever(seen);
    }
  };
}
