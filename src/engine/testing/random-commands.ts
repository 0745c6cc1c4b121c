import fc from "fast-check";
import type { ClientCommand, Command, Script } from "./random-life.ts";

const script: fc.Arbitrary<Script> = fc.record({
  steps: fc.integer({ min: 0, max: 4 }),
  end: fc.constantFrom("completes", "completes", "asks", "asks", "fails", "is-deaf"),
});
const which = fc.nat(20);
const upTo = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });

const submit: fc.Arbitrary<ClientCommand> = fc.record({
  do: fc.constant("submit"),
  script,
  bob: fc.boolean(),
  timeoutMs: fc.constantFrom(60, 600, 60_000),
});
const client: fc.Arbitrary<ClientCommand> = fc.oneof(
  { weight: 4, arbitrary: submit },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("send-again"), which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("follow-up"), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("cancel"), which }) },
);
const clients = (minLength: number): fc.Arbitrary<ClientCommand[]> =>
  fc.array(client, { minLength, maxLength: 4 });

/** Anything that may happen to an engine next. */
export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant("at-once"), commands: clients(1) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("pass"), ms: upTo(80) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("crash"), during: clients(0), afterMs: upTo(40) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("restart"), during: clients(0), graceMs: upTo(60) }) },
);
