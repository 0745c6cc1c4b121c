import { OTHER } from "./label-bounds.ts";

/** Remembers the skill of tasks until they end, since the engine does not know what a skill is. */
export class TaskSkills {
  readonly #skills = new Map<string, string>();
  readonly #maxTasks: number;

  /** `maxTasks` bounds what is remembered; the oldest are forgotten first and count as "other". */
  constructor(maxTasks: number) {
    this.#maxTasks = maxTasks;
  }

  remember(taskId: string, skill: string): void {
    this.#skills.set(taskId, skill);
    if (this.#skills.size <= this.#maxTasks) return;
    for (const oldest of this.#skills.keys()) {
      this.#skills.delete(oldest);
      return;
    }
  }

  /** The skill of a task that ended, which is then forgotten. */
  take(taskId: string): string {
    const skill = this.#skills.get(taskId) ?? OTHER;
    this.#skills.delete(taskId);
    return skill;
  }
}
