import type { Timers } from "#kernel";
import type { ChangeHints } from "../ports.ts";
import { createLocalHints, type LocalHints } from "./local-hints.ts";

/** One connection that hears and sends on a channel, until it breaks or is closed. */
export interface NotificationChannel extends AsyncDisposable {
  /** @throws whatever the driver throws; the channel is then broken. */
  send(payload: string): Promise<void>;
  /** Resolves when the connection is of no use any more. */
  readonly broken: Promise<void>;
}

/** @throws where the connection cannot be made */
export type OpenChannel = (channel: string, heard: (payload: string) => void) => Promise<NotificationChannel>;

const HINT_CHANNEL = "a2a_minions_hints";

/** PostgreSQL takes less than 8000 bytes; room is left for the frame. */
const MAX_PAYLOAD_BYTES = 7_500;
/** Ids that wait to be told while the connection is down; with more, everybody is told to look at everything. */
const MAX_WAITING_IDS = 10_000;
const PROBE_EVERY_MS = 15_000;
/** A notification of our own that has not come back by then is not going to. */
const PROBE_TIMEOUT_MS = 5_000;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

export interface ChannelHintsOptions {
  readonly open: OpenChannel;
  readonly timers: Timers;
  /** Names this instance among those that share the channel. */
  readonly instance: string;
  /** Told once each time that notifications stop coming; until they come again, changes are seen by looking. */
  readonly onSilent?: (error: unknown) => void;
  /** Told once each time that they come again. */
  readonly onHeard?: () => void;
}

export interface ChannelHints extends ChangeHints, AsyncDisposable {
  /** False while changes of other instances are seen by looking only. */
  readonly listening: boolean;
}

/** What goes over the channel: who speaks, and which tasks changed; none is a probe, null means any may have. */
type Payload = readonly [instance: string, ids: readonly string[] | null];

/**
 * Hints between all instances over a channel that may break or lose what is said; within the instance they go from hand to
 * hand. A lost connection is made again, and then everybody who waits looks anew, so that nothing said meanwhile is missed.
 */
export function createChannelHints(options: ChannelHintsOptions): ChannelHints {
  return new HintsOverChannel(options);
}

class HintsOverChannel implements ChannelHints {
  readonly #options: ChannelHintsOptions;
  readonly #local: LocalHints;
  readonly #waiting = new Set<string>();
  readonly #closed = new AbortController();
  readonly #ended: Promise<void>;
  #anyChanged = false;
  #channel: NotificationChannel | undefined;
  #sending: Promise<void> | undefined;
  #probed: PromiseWithResolvers<void> | undefined;
  #listening = false;

  constructor(options: ChannelHintsOptions) {
    this.#options = options;
    this.#local = createLocalHints(options.timers);
    this.#ended = this.#keepListening();
  }

  get listening(): boolean {
    return this.#listening;
  }

  publish(taskId: string): void {
    this.#local.publish(taskId);
    if (this.#closed.signal.aborted) return;
    if (this.#waiting.size < MAX_WAITING_IDS) this.#waiting.add(taskId);
    else this.#anyChanged = true;
    this.#flush();
  }

  wait(taskId: string, maxWaitMs: number, signal: AbortSignal): Promise<void> {
    return this.#local.wait(taskId, maxWaitMs, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // What was published before is told, where there is somebody to tell it.
    await this.#sending;
    this.#closed.abort();
    this.#probed?.resolve();
    await this.#ended;
  }

  async #keepListening(): Promise<void> {
    let failures = 0;
    let told = false;
    while (!this.#closed.signal.aborted) {
      try {
        await this.#listen(() => {
          failures = 0;
          if (told) this.#options.onHeard?.();
          told = false;
        });
      } catch (error) {
        if (!told && !this.#closed.signal.aborted) this.#options.onSilent?.(error);
        told = true;
      }
      failures += 1;
      await this.#pause(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures));
    }
  }

  /** Returns when the hints are closed. @throws where the connection cannot be made, or breaks */
  async #listen(onReady: () => void): Promise<void> {
    await using channel = await this.#options.open(HINT_CHANNEL, (payload) => this.#heard(payload));
    const broken = channel.broken.then(() => {
      throw new Error("The connection broke.");
    });
    broken.catch(() => undefined);
    try {
      for (;;) {
        await this.#probe(channel, broken);
        if (this.#closed.signal.aborted) return;
        if (!this.#listening) {
          this.#listening = true;
          this.#channel = channel;
          onReady();
          // Whatever was said before we listened was not heard.
          this.#local.publishAll();
          this.#flush();
        }
        await Promise.race([this.#pause(PROBE_EVERY_MS), broken]);
        if (this.#closed.signal.aborted) return;
      }
    } finally {
      this.#listening = false;
      this.#channel = undefined;
      await this.#sending;
    }
  }

  /** Says something to ourselves: a pooler in between may take LISTEN and pass nothing on. */
  async #probe(channel: NotificationChannel, broken: Promise<never>): Promise<void> {
    const probed = Promise.withResolvers<void>();
    this.#probed = probed;
    const timedOut = Promise.withResolvers<never>();
    timedOut.promise.catch(() => undefined);
    using _limit = this.#options.timers.after(PROBE_TIMEOUT_MS, () =>
      timedOut.reject(new Error("Notifications do not come through.")),
    );
    await channel.send(payloadOf(this.#options.instance, []));
    await Promise.race([probed.promise, broken, timedOut.promise]);
  }

  #heard(text: string): void {
    const payload = readPayload(text);
    if (payload === undefined) return;
    const [instance, ids] = payload;
    if (instance === this.#options.instance) {
      if (ids?.length === 0) this.#probed?.resolve();
      return;
    }
    if (ids === null) this.#local.publishAll();
    else for (const id of ids) this.#local.publish(id);
  }

  #flush(): void {
    this.#sending ??= this.#send().finally(() => {
      this.#sending = undefined;
    });
  }

  /** What is published while one notification is on its way goes together into the next. */
  async #send(): Promise<void> {
    for (;;) {
      const channel = this.#channel;
      if (channel === undefined || (this.#waiting.size === 0 && !this.#anyChanged)) return;
      const all = this.#anyChanged;
      const ids = all ? [...this.#waiting] : idsThatFit(this.#waiting);
      this.#anyChanged = false;
      for (const id of ids) this.#waiting.delete(id);
      try {
        await channel.send(payloadOf(this.#options.instance, all ? null : ids));
      } catch {
        // The connection is made again, and then told.
        for (const id of ids) this.#waiting.add(id);
        this.#anyChanged ||= all;
        return;
      }
    }
  }

  #pause(ms: number): Promise<void> {
    const { signal } = this.#closed;
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        timer[Symbol.dispose]();
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const timer = this.#options.timers.after(ms, wake);
      signal.addEventListener("abort", wake, { once: true });
    });
  }
}

function idsThatFit(ids: Iterable<string>): readonly string[] {
  const fitting: string[] = [];
  let bytes = 0;
  for (const id of ids) {
    // As JSON writes it, and a comma.
    bytes += Buffer.byteLength(JSON.stringify(id)) + 1;
    if (bytes > MAX_PAYLOAD_BYTES && fitting.length > 0) break;
    fitting.push(id);
  }
  return fitting;
}

function payloadOf(...payload: Payload): string {
  return JSON.stringify(payload);
}

/** Whoever has the database or the Redis may say anything on the channel. */
function readPayload(text: string): Payload | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value) || value.length !== 2) return undefined;
    const [instance, ids] = value as readonly unknown[];
    if (typeof instance !== "string") return undefined;
    if (ids === null) return [instance, null];
    return Array.isArray(ids) && ids.every((id) => typeof id === "string") ? [instance, ids] : undefined;
  } catch {
    return undefined;
  }
}
