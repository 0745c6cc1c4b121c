import { describe, expect, it } from "vitest";
import type { Principal } from "../call/principal.ts";
import { RUN_OPTIONS_EXTENSION } from "../card/build-agent-card.ts";
import { ADA, callBy, createRig } from "../testing/a2a-rig.ts";
import { sendRequest } from "../testing/requests.ts";

const AT_ONCE = { configuration: { returnImmediately: true } };
const URI = RUN_OPTIONS_EXTENSION;
/** Goes with every submission, whatever its options. */
const CALLER = { caller: { keyId: "key-of-ada", owner: "ada", tenant: "default", tier: "default" } };

describe("Options of a run", () => {
  it.each([
    ["nowhere", {}, { skill_id: "minion_query", max_rounds: 3 }],
    ["in the request", { metadata: { max_rounds: 5 } }, { max_rounds: 5 }],
    [
      "in the message",
      { message: { metadata: { skill_id: "minions_query" } } },
      { skill_id: "minions_query" },
    ],
    ["under the extension's URI", { metadata: { [URI]: { max_rounds: 6 } } }, { max_rounds: 6 }],
    ["under it in the message", { message: { metadata: { [URI]: { max_rounds: 7 } } } }, { max_rounds: 7 }],
    [
      "twice alike",
      { metadata: { max_rounds: 8 }, message: { metadata: { max_rounds: 8 } } },
      { max_rounds: 8 },
    ],
    [
      "beside another extension's",
      { metadata: { max_rounds: 9, "https://example.com/other/v1": { x: 1 } } },
      { max_rounds: 9 },
    ],
  ])("are read %s", async (_where, json, expected) => {
    const rig = createRig();
    await rig.handler.sendMessage(sendRequest({ ...AT_ONCE, ...json }), callBy());
    expect(rig.engine.submissions[0]).toMatchObject({ request: expected, timeoutMs: 300_000 });
  });

  it.each([
    [
      "differ between request and message",
      { metadata: { max_rounds: 1 }, message: { metadata: { max_rounds: 2 } } },
      "message.metadata.max_rounds",
    ],
    [
      "differ between plain and extension",
      { metadata: { max_rounds: 1, [URI]: { max_rounds: 2 } } },
      `metadata["${URI}"].max_rounds`,
    ],
    ["are unknown", { metadata: { max_round: 1 } }, "metadata.max_round"],
    ["are unknown in the message", { message: { metadata: { rounds: 1 } } }, "message.metadata.rounds"],
    ["name an unknown skill", { metadata: { skill_id: "guess" } }, "metadata.skill_id"],
    ["are no object under the URI", { metadata: { [URI]: "fast" } }, `metadata["${URI}"]`],
  ])("that %s are refused by name", async (_what, json, field) => {
    const rig = createRig();
    const failure = await rig.failureOf(() =>
      rig.handler.sendMessage(sendRequest({ ...AT_ONCE, ...json }), callBy()),
    );
    expect(failure).toMatchObject({ code: -32602, data: [{}, { fieldViolations: [{ field }] }] });
    expect(rig.engine.submissions).toEqual([]);
  });

  it("cannot be slipped in as what an object inherits", async () => {
    const rig = createRig();
    const metadata: unknown = JSON.parse('{"__proto__": {"max_rounds": 9}}');
    const failure = await rig.failureOf(() =>
      rig.handler.sendMessage(sendRequest({ ...AT_ONCE, metadata }), callBy()),
    );
    expect(failure.data[1]).toMatchObject({ fieldViolations: [{ field: "metadata.__proto__" }] });
  });

  it("that are many are named in part", async () => {
    const rig = createRig();
    const metadata = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`${index}`.repeat(300), 1]),
    );
    const failure = await rig.failureOf(() =>
      rig.handler.sendMessage(sendRequest({ ...AT_ONCE, metadata }), callBy()),
    );
    expect(JSON.stringify(failure).length).toBeLessThan(20_000);
  });

  it("of a follow-up change what they name and nothing else", async () => {
    const rig = createRig();
    const metadata = { skill_id: "minions_query", max_rounds: 8 };
    await rig.handler.sendMessage(sendRequest({ ...AT_ONCE, metadata }), callBy());
    rig.engine.tell("task-1", { type: "status-changed", state: { kind: "input-required" } });
    const more = { message: { messageId: "message-2", taskId: "task-1" }, ...AT_ONCE };
    await rig.handler.sendMessage(sendRequest(more), callBy());
    expect(rig.engine.submissions[1]?.request).toEqual(CALLER);
    rig.engine.tell("task-1", { type: "status-changed", state: { kind: "input-required" } });
    const changed = {
      ...more,
      message: { messageId: "message-3", taskId: "task-1" },
      metadata: { max_rounds: 2 },
    };
    await rig.handler.sendMessage(sendRequest(changed), callBy());
    expect(rig.engine.submissions[2]?.request).toEqual({
      ...CALLER,
      skill_id: "minions_query",
      max_rounds: 2,
    });
  });

  it("need the scope of their skill", async () => {
    const rig = createRig();
    const caller: Principal = { ...ADA, scopes: new Set(["minion:query"]) };
    const send = (skill_id: string, messageId: string) =>
      rig.handler.sendMessage(
        sendRequest({ ...AT_ONCE, message: { messageId }, metadata: { skill_id } }),
        callBy(caller),
      );
    await send("minion_query", "message-1");
    expect(await rig.failureOf(() => send("minions_query", "message-2"))).toMatchObject({
      data: [{ reason: "PERMISSION_DENIED", metadata: { scope: "minions:query" } }],
    });
  });
});
