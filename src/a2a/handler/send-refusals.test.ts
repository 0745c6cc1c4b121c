import type { Task } from "@a2a-js/sdk";
import { describe, expect, it } from "vitest";
import { callBy, createRig, type Rig, testCard } from "../testing/a2a-rig.ts";
import { type SendJson, sendRequest } from "../testing/requests.ts";
import { readSendMessage } from "../wire/read-message.ts";

const AT_ONCE = { configuration: { returnImmediately: true } };

async function begin(rig: Rig, json: SendJson): Promise<Task> {
  const answer = await rig.handler.sendMessage(sendRequest({ ...AT_ONCE, ...json }), callBy());
  if ("messageId" in answer) throw new Error("A message came instead of a task.");
  return answer;
}

describe("SendMessage refuses", () => {
  const long = (length: number) => "x".repeat(length);
  const deep = JSON.parse(`${"[".repeat(40)}${"]".repeat(40)}`);
  it.each([
    ["no messageId", { message: { messageId: undefined } }, "message.messageId"],
    ["a messageId of blanks", { message: { messageId: "  " } }, "message.messageId"],
    ["a messageId of 257 characters", { message: { messageId: long(257) } }, "message.messageId"],
    ["a contextId with a line break", { message: { contextId: "a\nb" } }, "message.contextId"],
    ["no role", { message: { role: undefined } }, "message.role"],
    ["the agent's role", { message: { role: "ROLE_AGENT" } }, "message.role"],
    ["an unknown role", { message: { role: "user" } }, "message.role"],
    ["no parts", { message: { parts: undefined } }, "message.parts"],
    ["empty parts", { message: { parts: [] } }, "message.parts"],
    ["11 parts", { message: { parts: Array.from({ length: 11 }, () => ({ text: "a" })) } }, "message.parts"],
    ["parts that are no list", { message: { parts: { text: "a" } } }, "message.parts"],
    ["a part that is no object", { message: { parts: ["a"] } }, "message.parts[0]"],
    ["a part without content", { message: { parts: [{ text: "a" }, {}] } }, "message.parts[1].text"],
    ["a part with two contents", { message: { parts: [{ text: "a", url: "b" }] } }, "message.parts[0].text"],
    ["a text that is a number", { message: { parts: [{ text: 5 }] } }, "message.parts[0].text"],
    [
      "a text of 100,001 characters",
      { message: { parts: [{ text: long(100_001) }] } },
      "message.parts[0].text",
    ],
    ["no question", { message: { parts: [{ data: {} }] } }, "message.parts"],
    ["a blank question", { message: { parts: [{ text: " \n" }] } }, "message.parts"],
    ["broken base64", { message: { parts: [{ text: "a" }, { raw: "A*A=" }] } }, "message.parts[1].raw"],
    ["an empty file", { message: { parts: [{ text: "a" }, { raw: "" }] } }, "message.parts[1].raw"],
    [
      "a name of 256 characters",
      { message: { parts: [{ text: "a" }, { raw: "AAAA", filename: long(256) }] } },
      "message.parts[1].filename",
    ],
    ["data of 40 levels", { message: { parts: [{ text: "a" }, { data: deep }] } }, "message.parts[1].data"],
    ["metadata of 70,000 characters", { metadata: { note: long(70_000) } }, "metadata"],
    ["metadata of 40 levels", { metadata: { deep } }, "metadata"],
    ["metadata that is a list", { metadata: [] }, "metadata"],
    ["a negative historyLength", { configuration: { historyLength: -1 } }, "configuration.historyLength"],
    ["a huge historyLength", { configuration: { historyLength: 2 ** 40 } }, "configuration.historyLength"],
    ["a fractional historyLength", { configuration: { historyLength: 1.5 } }, "configuration.historyLength"],
    ["a tenant that is a path", { tenant: "../other" }, "tenant"],
  ] satisfies [string, SendJson, string][])("%s", async (_what, json, field) => {
    const rig = createRig();
    const failure = await rig.failureOf(async () => rig.handler.sendMessage(sendRequest(json), callBy()));
    expect(failure.code).toBe(-32602);
    expect(failure.data).toContainEqual(
      expect.objectContaining({
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        fieldViolations: expect.arrayContaining([expect.objectContaining({ field })]),
      }),
    );
    expect(rig.engine.submissions).toEqual([]);
    expect(rig.documents.held.size).toBe(0);
  });

  it.each([[{}], [{ message: null }]])("no message at all, as in %j", async (json) => {
    const rig = createRig();
    const failure = await rig.failureOf(async () => rig.handler.sendMessage(readSendMessage(json), callBy()));
    expect(failure.data[1]).toMatchObject({ fieldViolations: [{ field: "message" }] });
  });

  it("names all faults at once", async () => {
    const rig = createRig();
    const failure = await rig.failureOf(async () =>
      rig.handler.sendMessage(readSendMessage({ message: {} }), callBy()),
    );
    expect(failure.data[1]).toMatchObject({
      fieldViolations: [
        { field: "message.messageId" },
        { field: "message.role" },
        { field: "message.parts" },
      ],
    });
  });

  it.each([[["image/png"]], [["audio/*"]], [["text/html", "video/mp4"]]])(
    "answers only as %j",
    async (acceptedOutputModes) => {
      const rig = createRig();
      const failure = await rig.failureOf(() => begin(rig, { configuration: { acceptedOutputModes } }));
      expect(failure).toMatchObject({ code: -32005, data: [{ reason: "CONTENT_TYPE_NOT_SUPPORTED" }, {}] });
    },
  );

  it.each([[["text/plain"]], [["application/json", "image/png"]], [["text/*"]], [["*/*"]], [["text"]], [[]]])(
    "no client that accepts %j",
    async (acceptedOutputModes) => {
      const configuration = { acceptedOutputModes, returnImmediately: true };
      expect((await begin(createRig(), { configuration })).id).toBe("task-1");
    },
  );

  it("a webhook along with the message: it would never be called", async () => {
    const rig = createRig();
    const configuration = { taskPushNotificationConfig: { url: "https://example.com/hook" } };
    expect(await rig.failureOf(() => begin(rig, { configuration }))).toMatchObject({ code: -32003 });
  });

  it("clients that do not know an extension that the card requires", async () => {
    const card = testCard();
    const uri = "https://example.com/needed/v1";
    card.capabilities?.extensions.push({ uri, description: "", required: true, params: undefined });
    const rig = createRig({ card });
    expect(await rig.failureOf(() => begin(rig, {}))).toMatchObject({
      code: -32008,
      data: [{ metadata: { extensions: uri } }],
    });
    const context = callBy(undefined, { extensions: [uri, "https://example.com/unknown/v1"] });
    await rig.handler.sendMessage(sendRequest(AT_ONCE), context);
    expect(context.activatedExtensions).toEqual([uri]);
  });
});
