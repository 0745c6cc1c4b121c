import { AbortedError } from "#kernel";
import type {
  EmbeddingReply,
  ImagePart,
  Model,
  ModelProfile,
  ModelRef,
  ModelReply,
  ModelRequest,
  TextPart,
} from "#minions";
import type { FactoryModel } from "./model-factory.ts";

interface Entry {
  readonly made: FactoryModel;
  /** What callers hold of it. */
  readonly model: Model;
  calls: number;
}

/**
 * The models that are open, at most so many, as whoever sends requests may name ever new ones. The least recently used
 * give way: first those that hold nothing, which goes unnoticed; then, of those that hold a loaded file or the like, the
 * ones that nobody is asking. Whoever still has such a model finds it opened anew by the next call.
 */
export class ModelPool implements AsyncDisposable {
  readonly #maxModels: number;
  /** The least recently used first. */
  readonly #entries = new Map<string, Entry>();
  readonly #closing = new Set<Promise<void>>();
  #closed = false;

  /** @param maxModels exceeded only by models that are being asked at the same time. */
  constructor(maxModels: number) {
    this.#maxModels = maxModels;
  }

  /** The model of that name, made where it is not open. @throws what `make` throws */
  open(name: string, make: () => FactoryModel): Model {
    return this.#entry(name, make).model;
  }

  /** How many are open, by provider. */
  count(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { made } of this.#entries.values()) {
      counts.set(made.ref.provider, (counts.get(made.ref.provider) ?? 0) + 1);
    }
    return counts;
  }

  /** Closes all. @throws the first fault of a model that did not close, now or earlier. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    for (const [name, entry] of this.#entries) this.#close(name, entry);
    await Promise.all(this.#closing);
  }

  #entry(name: string, make: () => FactoryModel): Entry {
    const known = this.#entries.get(name);
    if (known !== undefined) {
      this.#entries.delete(name);
      this.#entries.set(name, known);
      return known;
    }
    const made = make();
    const model = holdsSomething(made) ? new PooledModel(made, (work) => this.#use(name, make, work)) : made;
    const entry: Entry = { made, model, calls: 0 };
    this.#makeRoom(this.#maxModels - 1);
    this.#entries.set(name, entry);
    return entry;
  }

  async #use<Result>(
    name: string,
    make: () => FactoryModel,
    work: (model: Model) => Promise<Result>,
  ): Promise<Result> {
    if (this.#closed) throw new AbortedError("The model, which is closed,");
    const entry = this.#entry(name, make);
    entry.calls += 1;
    try {
      return await work(entry.made);
    } finally {
      entry.calls -= 1;
      this.#makeRoom(this.#maxModels);
    }
  }

  #makeRoom(most: number): void {
    while (this.#entries.size > most) {
      const entries = [...this.#entries];
      const spare =
        entries.find(([, { made }]) => !holdsSomething(made)) ?? entries.find(([, { calls }]) => calls === 0);
      if (spare === undefined) return;
      this.#close(...spare);
    }
  }

  #close(name: string, { made }: Entry): void {
    this.#entries.delete(name);
    const closing = close(made).then(() => {
      this.#closing.delete(closing);
    });
    this.#closing.add(closing);
    closing.catch(() => undefined); // Told by disposing, when somebody listens.
  }
}

function holdsSomething(model: FactoryModel): boolean {
  return model[Symbol.asyncDispose] !== undefined;
}

async function close(model: FactoryModel): Promise<void> {
  await model[Symbol.asyncDispose]?.();
}

/** Asks whatever model the pool has open at that moment, and lets the pool know for how long. */
class PooledModel implements Model {
  readonly ref: ModelRef;
  readonly inProcess: boolean;
  readonly #use: <Result>(work: (model: Model) => Promise<Result>) => Promise<Result>;

  constructor(made: Model, use: <Result>(work: (model: Model) => Promise<Result>) => Promise<Result>) {
    this.ref = made.ref;
    this.inProcess = made.inProcess;
    this.#use = use;
  }

  profile(signal: AbortSignal): Promise<ModelProfile> {
    return this.#use((model) => model.profile(signal));
  }

  generate(request: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
    return this.#use((model) => model.generate(request, signal));
  }

  embed(inputs: readonly (TextPart | ImagePart)[], signal: AbortSignal): Promise<EmbeddingReply> {
    return this.#use((model) => model.embed(inputs, signal));
  }
}
