import { describe, expect, it } from "vitest";
import { AbortedError } from "#kernel";
import { CoolDowns } from "./cool-downs.ts";
import {
  ContextWindowExceededError,
  ProviderFailedError,
  ProviderRateLimitedError,
  ProviderRejectedError,
} from "./errors/index.ts";
import { FallbackModel } from "./fallback-model.ts";
import { never, textRequest } from "./testing/model-harness.ts";
import { scriptedModel } from "./testing/scripted-model.ts";

const REQUEST = textRequest("remote");
const failed = (): Error => new ProviderFailedError("openai", 503, "overloaded");
const options = (clock: { now: number }): CoolDowns => new CoolDowns(30_000, () => clock.now);

describe("a fall-back chain", () => {
  it("asks the next model when one fails, says who answered, and tells of the resend", async () => {
    const chain = new FallbackModel(
      [scriptedModel("openai/a", [failed()]), scriptedModel("anthropic/b", ["from b"])],
      options({ now: 0 }),
    );
    const resends: string[] = [];
    const request = { ...REQUEST, onResend: ({ provider }: { provider: string }) => resends.push(provider) };
    const reply = await chain.generate(request, never());
    expect(reply).toMatchObject({ text: "from b", answeredBy: { provider: "anthropic", model: "b" } });
    expect(resends).toEqual(["anthropic"]);
  });

  it("passes over a failed model until its cool-down is over", async () => {
    const clock = { now: 0 };
    const first = scriptedModel("openai/a", [failed(), "from a"]);
    const chain = new FallbackModel([first, scriptedModel("anthropic/b", ["from b"])], options(clock));
    const texts: string[] = [];
    for (const now of [0, 10_000, 29_999, 30_000]) {
      clock.now = now;
      texts.push((await chain.generate(REQUEST, never())).text);
    }
    expect(texts).toEqual(["from b", "from b", "from b", "from a"]);
    expect(first.received).toHaveLength(2);
  });

  it("passes over the other models of a provider that is down, in every chain", async () => {
    const coolDowns = options({ now: 0 });
    const sibling = scriptedModel("openai/b", ["from openai/b"]);
    const other = scriptedModel("groq/c", ["from groq/c"]);
    const down = scriptedModel("openai/a", [failed()]);
    expect(await new FallbackModel([down, other], coolDowns).generate(REQUEST, never())).toMatchObject({
      text: "from groq/c",
    });
    expect(await new FallbackModel([sibling, other], coolDowns).generate(REQUEST, never())).toMatchObject({
      text: "from groq/c",
    });
    expect(sibling.received).toHaveLength(0);
  });

  it("cools down for as long as a rate limit asks", async () => {
    const clock = { now: 0 };
    const first = scriptedModel("openai/a", [new ProviderRateLimitedError("openai", 120_000), "from a"]);
    const chain = new FallbackModel([first, scriptedModel("anthropic/b", ["from b"])], options(clock));
    await chain.generate(REQUEST, never());
    clock.now = 119_999;
    expect(await chain.generate(REQUEST, never())).toMatchObject({ text: "from b" });
    clock.now = 120_000;
    expect(await chain.generate(REQUEST, never())).toMatchObject({ text: "from a" });
  });

  it("still asks a cooling model when it is the only hope", async () => {
    const chain = new FallbackModel(
      [scriptedModel("openai/a", [failed(), "from a"]), scriptedModel("anthropic/b", [failed()])],
      options({ now: 0 }),
    );
    await expect(chain.generate(REQUEST, never())).rejects.toMatchObject({ code: "provider-failed" });
    expect(await chain.generate(REQUEST, never())).toMatchObject({ text: "from a" });
  });

  it("does not hold one request's fault against the model", async () => {
    const first = scriptedModel("openai/a", [
      new ProviderRejectedError("openai", 400, "bad image"),
      "from a",
    ]);
    const chain = new FallbackModel([first, scriptedModel("anthropic/b", ["from b"])], options({ now: 0 }));
    await chain.generate(REQUEST, never());
    expect(await chain.generate(REQUEST, never())).toMatchObject({ text: "from a" });
  });

  it("gives the common reason when all fail alike, and all reasons when they differ", async () => {
    const tooLong = new ContextWindowExceededError({ provider: "p", model: "m" }, 9000, 8192);
    const alike = [scriptedModel("p/a", [tooLong]), scriptedModel("p/b", [tooLong])] as const;
    const mixed = [scriptedModel("p/a", [tooLong]), scriptedModel("p/b", [failed()])] as const;
    await expect(
      new FallbackModel(alike, options({ now: 0 })).generate(REQUEST, never()),
    ).rejects.toMatchObject({
      code: "context-window-exceeded",
    });
    await expect(
      new FallbackModel(mixed, options({ now: 0 })).generate(REQUEST, never()),
    ).rejects.toMatchObject({
      code: "fallback-exhausted",
      failures: [{ error: { code: "context-window-exceeded" } }, { error: { code: "provider-failed" } }],
    });
  });

  it("asks nobody else after the caller gave up", async () => {
    const second = scriptedModel("anthropic/b", ["from b"]);
    const chain = new FallbackModel(
      [scriptedModel("openai/a", [new AbortedError("The call")]), second],
      options({ now: 0 }),
    );
    await expect(chain.generate(REQUEST, never())).rejects.toMatchObject({ code: "aborted" });
    expect(second.received).toHaveLength(0);
  });

  it("streams no second beginning after the first model broke off", async () => {
    const chain = new FallbackModel(
      [
        scriptedModel("openai/a", [failed()], { streamsFirst: "It w" }),
        scriptedModel("anthropic/b", ["It was so."]),
      ],
      options({ now: 0 }),
    );
    const deltas: string[] = [];
    const reply = await chain.generate({ ...REQUEST, onTextDelta: (delta) => deltas.push(delta) }, never());
    expect(deltas).toEqual(["It w"]);
    expect(reply.text).toBe("It was so.");
  });

  it("promises only what every model of it can do", async () => {
    const chain = new FallbackModel(
      [
        scriptedModel("openai/a", [], { contextTokens: 400_000, seesImages: true }),
        scriptedModel("ollama/b", [], { contextTokens: 8192, embedsText: true, inProcess: true }),
      ],
      options({ now: 0 }),
    );
    expect(chain.inProcess).toBe(false);
    expect(await chain.profile(never())).toMatchObject({
      contextTokens: 8192,
      seesImages: false,
      embedsText: true,
    });
  });

  it("embeds with one model only, the first that can", async () => {
    const chain = new FallbackModel(
      [scriptedModel("anthropic/a", []), scriptedModel("ollama/b", [], { embedsText: true })],
      options({ now: 0 }),
    );
    expect((await chain.embed([{ type: "text", text: "x" }], never())).vectors).toHaveLength(1);
    await expect(
      chain.embed([{ type: "image", mediaType: "image/png", data: new Uint8Array() }], never()),
    ).rejects.toMatchObject({ code: "embedding-unsupported", input: "image" });
  });
});
