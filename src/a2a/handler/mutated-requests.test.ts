import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHttpError } from "../errors/error-answers.ts";
import { callBy, createRig } from "../testing/a2a-rig.ts";
import { sendJson } from "../testing/requests.ts";
import { readSendMessage } from "../wire/read-message.ts";

type Path = readonly (string | number)[];

const FINE = sendJson({
  message: {
    contextId: "c",
    metadata: { skill_id: "minion_query" },
    parts: [
      { text: "Why?" },
      { raw: "AAAA", filename: "a.txt", mediaType: "text/plain" },
      { data: { a: [1] } },
    ],
  },
  metadata: { max_rounds: 2 },
  configuration: { returnImmediately: true, historyLength: 1, acceptedOutputModes: ["text/plain"] },
});

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  return [path, ...[...keys].flatMap((key) => pathsOf(Reflect.get(value, key), [...path, key]))];
}

/** A copy with one place changed; `undefined` takes it away. */
function mutate(value: unknown, [key, ...rest]: Path, change: unknown): unknown {
  if (key === undefined) return change;
  if (typeof value !== "object" || value === null) return value;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  Reflect.set(copy, key, mutate(Reflect.get(copy, key), rest, change));
  return copy;
}

const oddity = fc.oneof(
  fc.constant(undefined),
  fc.jsonValue(),
  fc.string({ unit: "binary" }),
  fc.constantFrom("", "\u0000", "../..", "constructor", -1, 1e308, 2 ** 53, [[[]]], {
    $case: "text",
    value: 1,
  }),
);

describe("A request changed anywhere", () => {
  it("is taken, or refused as the client's fault, and never breaks the server", async () => {
    const change = fc.tuple(fc.constantFrom(...pathsOf(FINE)), oddity);
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const rig = createRig();
        const params = changes.reduce<unknown>((json, [path, odd]) => mutate(json, path, odd), FINE);
        const configured = mutate(params, ["configuration", "returnImmediately"], true);
        try {
          await rig.handler.sendMessage(
            readSendMessage(configured),
            callBy(undefined, { signal: AbortSignal.abort() }),
          );
        } catch (error) {
          const { status } = toHttpError(error, String);
          expect(status === 499 || (status >= 400 && status < 500), String(error)).toBe(true);
        }
        expect(rig.faults).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
