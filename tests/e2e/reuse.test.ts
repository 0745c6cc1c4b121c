import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { describeOnRedis } from "../redis/describe-on-redis.ts";
import { type FakeProvider, startFakeProvider } from "./fake-provider.ts";
import { runCommand, temporaryFolder } from "./run-command.ts";
import { makeKey, type ServedProcess, serve } from "./serve.ts";

const QUESTION = "What was revenue in 2025?";
const NOTES = "Revenue was $ 12,450 million in 2025.";
const ANSWER = "It was $ 12,450 million.";

/** Each test starts several processes, one after the other. */
const PATIENT = { timeout: 120_000 };

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
function models(): Promise<FakeProvider> {
  return startFakeProvider((body) => {
    if (body.includes("Decide."))
      return JSON.stringify({ decision: "provide_final_answer", answer: ANSWER, quotes: [NOTES] });
    return body.includes(NOTES) ? `It says "${NOTES}"` : '{"message": "What was revenue in 2025?"}';
  });
}

const calls = ({ requests }: FakeProvider): number => requests.filter(({ body }) => body !== "").length;

class Rig {
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

const CACHED = ["--cache-results", "--cache-result-hours", "24"];

describe("the same question over the same document at a server", PATIENT, () => {
  it("is paid for each time, unless the operator has replies reused", async () => {
    await using provider = await models();
    await using folder = await temporaryFolder();
    const rig = new Rig(provider, folder.path);
    await using server = await rig.serve();
    const key = await makeKey(folder.path);
    const first = await rig.ask(server, key);
    expect(first.paid).toBeGreaterThan(2);
    expect((await rig.ask(server, key)).paid).toBe(first.paid);
  });

  it("is paid for once by each owner and tenant, over a crash, until the cache is switched off", async () => {
    await using provider = await models();
    await using folder = await temporaryFolder({ "notes.md": NOTES });
    const cwd = folder.path;
    const rig = new Rig(provider, cwd);
    const first = await rig.serve(CACHED);
    const ada = await makeKey(cwd, "--owner", "ada");
    const bob = await makeKey(cwd, "--owner", "bob");
    const southern = await makeKey(cwd, "--owner", "ada", "--tenant", "south");

    const { paid } = await rig.ask(first, ada);
    expect(paid).toBeGreaterThan(2);
    const { result, paid: nothing } = await rig.ask(first, ada);
    expect(nothing).toBe(0);
    expect(result.cost).toEqual({ kind: "known", usd: 0 });
    expect(result.sides.local.reusedCalls).toBe(result.sides.local.calls);
    expect(result.notices.join()).toContain(`Reused: ${paid} of ${paid} replies`);
    expect((await rig.ask(first, bob)).paid).toBe(paid);
    expect((await rig.ask(first, southern)).paid).toBe(paid);
    const metrics = await (await fetch(`${first.url}/metrics`)).text();
    expect(metrics).toContain(`a2a_minions_result_cache_lookups_total{outcome="hit"} ${paid}\n`);
    expect(metrics).toContain(`a2a_minions_result_cache_writes_total{outcome="kept"} ${3 * paid}\n`);
    await first.kill();

    const second = await rig.serve(CACHED);
    expect((await rig.ask(second, ada)).paid).toBe(0);
    const before = calls(provider);
    const env = { A2A_MINIONS_SERVER: second.url, A2A_MINIONS_KEY: ada };
    const afresh = await runCommand(["ask", "notes.md", QUESTION, "--fresh"], { cwd, env });
    expect(afresh).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(ANSWER) });
    expect(calls(provider) - before).toBe(paid);
    await second.kill();

    const without = await rig.serve();
    expect((await rig.ask(without, ada)).paid).toBe(paid);
    await without.kill();
    await using again = await rig.serve(CACHED);
    expect((await rig.ask(again, ada)).paid).toBe(paid);
  });
});

describeOnRedis("replies that are reused, in a real Redis", (startRedis) => {
  it("are paid for again where it was emptied or is away, and wrong in neither case", PATIENT, async () => {
    await using redis = await startRedis();
    await using provider = await models();
    await using folder = await temporaryFolder();
    const rig = new Rig(provider, folder.path);
    const server = await rig.serve(CACHED, { REDIS_URL: redis.url });
    const key = await makeKey(folder.path);
    const { paid } = await rig.ask(server, key);
    expect(paid).toBeGreaterThan(2);
    expect((await rig.ask(server, key)).paid).toBe(0);
    await redis.kill();
    expect((await rig.ask(server, key)).paid).toBe(paid);
    await redis.start();
    const health = async (): Promise<unknown> => (await fetch(`${server.url}/health`)).json();
    await expect.poll(health, { timeout: 20_000 }).toMatchObject({ components: { redis: { state: "ok" } } });
    // It came back empty.
    expect((await rig.ask(server, key)).paid).toBe(paid);
    expect((await rig.ask(server, key)).paid).toBe(0);
    await server.kill();
    using file = new DatabaseSync(join(folder.path, "data", "tasks.sqlite"));
    expect(file.prepare("select * from result_cache").all()).toEqual([]);
  });
});
