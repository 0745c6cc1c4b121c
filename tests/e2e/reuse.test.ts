import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { describeOnRedis } from "../redis/describe-on-redis.ts";
import { ANSWER, CACHED, calls, models, NOTES, QUESTION, ReuseRig } from "./reuse-rig.ts";
import { runCommand, temporaryFolder } from "./run-command.ts";
import { makeKey } from "./serve.ts";

/** Each test starts several processes, one after the other. */
const PATIENT = { timeout: 120_000 };

describe("the same question over the same document at a server", PATIENT, () => {
  it("is paid for each time, unless the operator has replies reused", async () => {
    await using provider = await models();
    await using folder = await temporaryFolder();
    const rig = new ReuseRig(provider, folder.path);
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
    const rig = new ReuseRig(provider, cwd);
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
    const rig = new ReuseRig(provider, folder.path);
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
