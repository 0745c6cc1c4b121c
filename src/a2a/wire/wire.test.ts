import { Role, TaskState } from "@a2a-js/sdk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidRequestError } from "../errors/request-errors.ts";
import { sendJson } from "../testing/requests.ts";
import { decodeBase64 } from "./decode-base64.ts";
import { readSendMessage } from "./read-message.ts";
import { readExtendedCard, readGetTask, readListTasks } from "./read-task-calls.ts";

describe("Base64", () => {
  it("of any bytes is read, in both alphabets, with padding and without", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const buffer = Buffer.from(bytes);
        const padded = buffer.toString("base64");
        for (const text of [padded, padded.replace(/=+$/, ""), buffer.toString("base64url")]) {
          expect(decodeBase64(text)?.equals(buffer)).toBe(true);
        }
      }),
    );
  });

  it.each([
    "A",
    "AAAAA",
    "AA*A",
    "AA A",
    "AAA\n",
    "AA=",
    "AA=A",
    "=",
    "====",
    "AAAA=",
    "ÄAAA",
    "data:;base64,AAAA",
  ])("that is broken, as %j, is not", (text) => {
    expect(decodeBase64(text)).toBeUndefined();
  });
});

describe("Parameters", () => {
  it("may have their protobuf names, whole numbers as texts, and nulls for what is absent", () => {
    const request = readSendMessage({
      message: {
        message_id: "m",
        context_id: null,
        role: 1,
        parts: [{ text: "a", media_type: "text/plain" }],
      },
      configuration: { history_length: "5", return_immediately: "true" },
      metadata: null,
    });
    expect(request).toMatchObject({
      message: { messageId: "m", contextId: "", role: Role.ROLE_USER, parts: [{ mediaType: "text/plain" }] },
      configuration: { historyLength: 5, returnImmediately: true },
      metadata: undefined,
    });
  });

  it("may have members that nobody knows yet", () => {
    expect(readSendMessage(sendJson({ novelty: 1, message: { novelty: 2 } })).message?.messageId).toBe(
      "message-1",
    );
  });

  it("without any are fine for the extended card alone", () => {
    expect(readExtendedCard(undefined)).toEqual({ tenant: "" });
    expect(() => readGetTask(undefined)).toThrow(InvalidRequestError);
  });

  it.each([null, [], "text", 5])("that are %j are refused", (params) => {
    expect(() => readGetTask(params)).toThrow("params: Must be an object.");
  });

  it("of a list may come from a query, as texts", () => {
    expect(
      readListTasks({ pageSize: "7", includeArtifacts: "false", status: "TASK_STATE_WORKING" }),
    ).toMatchObject({
      pageSize: 7,
      includeArtifacts: false,
      status: TaskState.TASK_STATE_WORKING,
    });
  });

  it("cannot reach what every object inherits", () => {
    expect(readGetTask(JSON.parse('{"__proto__": {"id": "x"}, "historyLength": 1}'))).toEqual({
      tenant: "",
      id: "",
      historyLength: 1,
    });
  });

  it("that are anything at all are either read or refused as invalid", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.jsonValue(), (message, rest) => {
        const params: unknown =
          typeof rest === "object" && rest !== null ? { ...rest, message } : { message };
        try {
          readSendMessage(params);
          readListTasks(params);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidRequestError);
        }
      }),
    );
  });
});
