import { type Model, type ModelProfile, type ModelRef, type ModelRequest, NO_USAGE } from "#minions";

/** A reply's text, or what to throw. */
export type ScriptedStep = string | Error;

export interface ScriptedModel extends Model {
  readonly received: readonly ModelRequest[];
}

/** A model without a provider: plays its steps one by one and repeats the last. */
export function scriptedModel(
  name: `${string}/${string}`,
  steps: readonly ScriptedStep[],
  facts: Partial<ModelProfile & { inProcess: boolean; streamsFirst: string }> = {},
): ScriptedModel {
  const slash = name.indexOf("/");
  const ref: ModelRef = { provider: name.slice(0, slash), model: name.slice(slash + 1) };
  const received: ModelRequest[] = [];
  return {
    ref,
    inProcess: facts.inProcess ?? false,
    received,
    profile: () =>
      Promise.resolve({
        contextTokens: 8192,
        seesImages: false,
        embedsText: false,
        embedsImages: false,
        ...facts,
      }),
    generate: async (request) => {
      received.push(request);
      if (facts.streamsFirst !== undefined) request.onTextDelta?.(facts.streamsFirst);
      const step = steps[Math.min(received.length, steps.length) - 1] ?? "";
      if (step instanceof Error) throw step;
      request.onTextDelta?.(step);
      return { text: step, finish: "stop", usage: NO_USAGE, answeredBy: ref };
    },
    embed: async (inputs) => ({
      vectors: inputs.map(() => new Float32Array([received.length])),
      usage: NO_USAGE,
    }),
  };
}
