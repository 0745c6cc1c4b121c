import { type Artifact, type Message, Task, type TaskStatus } from "@a2a-js/sdk";

/** A task as A2A tells it, with its JSON text made once. It may be told to many, so nobody can change it. */
export class ToldTask implements Task {
  readonly id: string;
  readonly contextId: string;
  readonly status: TaskStatus | undefined;
  readonly artifacts: Artifact[];
  readonly history: Message[];
  readonly metadata: Task["metadata"];
  #json: string | undefined;

  constructor(task: Task) {
    this.id = task.id;
    this.contextId = task.contextId;
    this.status = task.status;
    this.artifacts = task.artifacts;
    this.history = task.history;
    this.metadata = task.metadata;
    Object.freeze(this);
  }

  /** As both bindings send it. */
  get json(): string {
    this.#json ??= JSON.stringify(Task.toJSON(this));
    return this.#json;
  }
}
