/**
 * Runs `produce` and yields what it emits, in order, ending with its result as the iterator's return value.
 *
 * Leaving the loop early aborts the signal that `produce` was given and waits for it to stop.
 * Errors of `produce` are thrown to the reader after all events emitted before them.
 */
export async function* eventStream<Event, Result>(
  produce: (emit: (event: Event) => void, signal: AbortSignal) => Promise<Result>,
  parent?: AbortSignal,
): AsyncGenerator<Event, Result, void> {
  const controller = new AbortController();
  const signal = parent ? AbortSignal.any([controller.signal, parent]) : controller.signal;
  const queue: Event[] = [];
  let wake = Promise.withResolvers<void>();
  const emit = (event: Event): void => {
    queue.push(event);
    wake.resolve();
  };
  let finished = false;
  const running = produce(emit, signal).finally(() => {
    finished = true;
    wake.resolve();
  });
  running.catch(() => undefined); // Reported by the `return await` below; this only keeps it from being "unhandled".
  try {
    for (;;) {
      const events = queue.splice(0);
      yield* events;
      if (queue.length > 0) continue;
      if (finished) return await running;
      await wake.promise;
      wake = Promise.withResolvers<void>();
    }
  } finally {
    if (!finished) {
      controller.abort();
      await running.catch(() => undefined);
    }
  }
}
