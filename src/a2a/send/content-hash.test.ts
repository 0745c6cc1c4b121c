import { Message } from "@a2a-js/sdk";
import { expect, it } from "vitest";
import { contentHash } from "./content-hash.ts";

it("is the same for the same message whatever the order of its metadata, and in every version", () => {
  const message = Message.fromJSON({
    contextId: "c",
    role: "ROLE_USER",
    parts: [{ text: "What?" }],
    extensions: ["u"],
  });
  const parts = [{ kind: "text", text: "What?", name: "a.txt", mediaType: "text/plain" }] as const;
  const hashOf = (request: { readonly b: number; readonly a: object }) =>
    contentHash({ tenant: "t", message, configuration: undefined, metadata: undefined }, message, parts, {
      request: { ...request, a: { c: [1, null], d: "é" } },
      message: {},
    });
  // Hashes are stored: were it another one day, a message sent again after an update would be a conflict.
  const stored = "b2d36c095496cce9edb5926df59f786e71e67aef938b63ad5da545ad90f68fe1";
  expect(hashOf({ b: 1, a: {} })).toBe(stored);
  expect(hashOf({ a: {}, b: 1 })).toBe(stored);
});
