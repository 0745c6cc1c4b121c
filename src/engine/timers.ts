export { systemTimers, type Timers } from "#kernel";
