export { abortReason, Deadline, throwIfAborted } from "./abort.ts";
export { assertNever } from "./assert-never.ts";
export { BoundedCache } from "./bounded-cache.ts";
export { type Clock, systemClock } from "./clock.ts";
export { AbortedError, AppError, describeError, type KernelError, TimedOutError } from "./errors.ts";
export { eventStream } from "./event-stream.ts";
export { overriding } from "./overriding.ts";
export { timeOrderedId } from "./time-ordered-id.ts";
export { systemTimers, type Timers } from "./timers.ts";
