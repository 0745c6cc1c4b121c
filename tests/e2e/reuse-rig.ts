import { expect } from "vitest";
import { type FakeProvider, startFakeProvider } from "./fake-provider.ts";
import { type ServedProcess, serve } from "./serve.ts";

export const QUESTION = "What was revenue in 2025?";
export const NOTES = "Revenue was $ 12,450 million in 2025.";
export const ANSWER = "It was $ 12,450 million.";

/** What the tests look at of a result. */
interface Result {
  readonly outcome: unknown;
  readonly cost: { readonly usd?: number };
  readonly sides: Readonly<
    Record<"local" | "remote", { readonly calls: number; readonly reusedCalls?: number }>
  >;
  readonly notices: readonly string[];
}

interface Part {
  readonly data?: unknown;
}

/** Both sides of one round of Minion, with the document read by a model, too. */
export function models(): Promise<FakeProvider> {
  return startFakeProvider((body) => {
    if (body.includes("Decide."))
      return JSON.stringify({ decision: "provide_final_answer", answer: ANSWER, quotes: [NOTES] });
    return body.includes(NOTES) ? `It says "${NOTES}"` : '{"message": "What was revenue in 2025?"}';
  });
}

export const calls = ({ requests }: FakeProvider): number =>
  requests.filter(({ body }) => body !== "").length;

/** A server whose both sides are models that count what they are paid for, and one question to ask it. */
export class ReuseRig {
  readonly #provider: FakeProvider;
  readonly #cwd: string;
  #messages = 0;

  constructor(provider: FakeProvider, cwd: string) {
    this.#provider = provider;
    this.#cwd = cwd;
  }

  serve(flags: readonly string[] = [], env: Record<string, string> = {}): Promise<ServedProcess> {
    const own = { OPENAI_BASE_URL: this.#provider.baseUrl, OPENAI_API_KEY: "sk-test" };
    const named = { MINIONS_LOCAL: "openai/small", MINIONS_REMOTE: "openai/big" };
    return serve(["--port", "0", ...flags], { cwd: this.#cwd, env: { ...own, ...named, ...env } });
  }

  /** Asks the one question; gives the result, and how many calls were paid for it. */
  async ask(
    { url }: ServedProcess,
    key: string,
  ): Promise<{ readonly result: Result; readonly paid: number }> {
    const before = calls(this.#provider);
    this.#messages += 1;
    const parts = [{ text: QUESTION }, { text: NOTES, filename: "notes.md" }];
    const message = { messageId: `m-${this.#messages}`, role: "ROLE_USER", parts };
    const response = await fetch(`${url}/message:send`, {
      method: "POST",
      headers: { "content-type": "application/json", "a2a-version": "1.0", "x-api-key": key },
      body: JSON.stringify({ message }),
    });
    const { task } = (await response.json()) as { task: { artifacts: { parts: Part[] }[] } };
    const result = task.artifacts[0]?.parts.find(({ data }) => data !== undefined)?.data as Result;
    expect(result.outcome).toEqual({ kind: "answered", answer: ANSWER });
    return { result, paid: calls(this.#provider) - before };
  }
}

export const CACHED = ["--cache-results", "--cache-result-hours", "24"];
