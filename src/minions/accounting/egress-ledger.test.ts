import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { ModelMessage } from "../model-port.ts";
import { createEgressLedger } from "./egress-ledger.ts";

const recipient = { provider: "openai", model: "big" };
const call = (messages: readonly ModelMessage[], leftProcess = true) => ({
  step: "minion-open" as const,
  stepPath: "opening/attempt-0",
  recipient,
  leftProcess,
  messages,
});

describe("the egress ledger", () => {
  it("keeps what left, with its bytes and a hash that anybody can check", () => {
    const ledger = createEgressLedger();
    const entry = ledger.record(
      call([
        { role: "system", content: "Be brief." },
        { role: "user", content: "Größe?" },
      ]),
    );
    const text = "system:\nBe brief.\n\nuser:\nGröße?";
    expect(entry).toEqual({
      sequence: 1,
      step: "minion-open",
      stepPath: "opening/attempt-0",
      recipient,
      leftProcess: true,
      bytes: Buffer.byteLength(text),
      sha256: createHash("sha256").update(text).digest("hex"),
      text,
    });
  });

  it("counts and hashes images with the text, and shows their type and size", () => {
    const data = new Uint8Array([1, 2, 3]);
    const content = [
      { type: "text" as const, text: "See" },
      { type: "image" as const, mediaType: "image/png", data },
    ];
    const entry = createEgressLedger().record(call([{ role: "user", content }]));
    expect(entry.text).toBe("user:\nSee\n[image image/png, 3 bytes]");
    expect(entry.bytes).toBe(entry.text.length + 3);
    expect(entry.sha256).toBe(createHash("sha256").update(entry.text).update(data).digest("hex"));
  });

  it("numbers the calls in order and says which stayed in the process", () => {
    const ledger = createEgressLedger();
    ledger.record(call([], false));
    ledger.record(call([]));
    expect(ledger.entries().map((entry) => [entry.sequence, entry.leftProcess])).toEqual([
      [1, false],
      [2, true],
    ]);
  });
});
