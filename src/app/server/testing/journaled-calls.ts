import type { ModelRequest, Usage } from "#minions";
import type { Once } from "../journal/journaled-model.ts";

export const USAGE: Usage = { promptTokens: 3, completionTokens: 2, cachedTokens: 0, estimated: false };

/** A journal in memory, as a task's is: values go through JSON. `onStored` is told of each. */
export function memoryJournal(onStored: () => void = () => undefined): Once {
  const stored = new Map<string, { readonly hash: string; readonly text: string }>();
  return async (path, hash, run) => {
    const found = stored.get(path);
    if (found?.hash === hash) return JSON.parse(found.text);
    const text = JSON.stringify(await run());
    onStored();
    stored.set(path, { hash, text });
    return JSON.parse(text);
  };
}

/** What a supervisor is asked in its first round, but for what a test changes. */
export function remoteRequest(change: Partial<ModelRequest> = {}): ModelRequest {
  return {
    side: "remote",
    stepPath: "round-1/think",
    step: { kind: "privacy-find", text: "" },
    messages: [{ role: "user", content: "Is it so?" }],
    output: { kind: "text" },
    temperature: 0,
    maxOutputTokens: 100,
    ...change,
  };
}
