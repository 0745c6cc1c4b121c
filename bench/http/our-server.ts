/**
 * The server as `serve` composes it, over a data folder of its own, with models that say their lines after a given time.
 *
 *   our-server.ts <folder> <model latency in ms, or "never"> [<setting>=<value> …]
 */
import { setTimeout as sleep } from "node:timers/promises";
import { openKeyRing, startServer } from "#app";
import { loadConfig } from "#config";
import type { ModelRequest } from "#minions";
import { type Line, scriptedModel } from "../../src/minions/testing/scripted-model.ts";
import { reportAsChild } from "./server-child.ts";

const [folder = "", latency = "0", ...settings] = process.argv.slice(2);

const after =
  (text: string): Line =>
  async () => {
    if (latency === "never") await Promise.withResolvers<void>().promise;
    else if (latency !== "0") await sleep(Number(latency));
    return text;
  };

const ANSWER = `It was $ 246 million, as the cash flow statement says. ${"It rose. ".repeat(40)}`;
const supervisor = scriptedModel({
  model: "supervisor",
  lines: {
    "minion-open": after(JSON.stringify({ reasoning: null, message: "What was capital expenditure?" })),
    "minion-decide": after(
      JSON.stringify({ decision: "provide_final_answer", answer: ANSWER, quotes: ["It was $ 246 million."] }),
    ),
  },
});
const worker = scriptedModel({ model: "worker", lines: { "minion-work": after("> It was $ 246 million.") } });
// What was asked is kept by scripted models, which would be counted as the server's memory.
for (const { requests } of [supervisor, worker]) (requests as ModelRequest[]).push = () => 0;

const config = await loadConfig({
  env: {},
  workingDirectory: folder,
  readText: () => Promise.reject(Object.assign(new Error("none"), { code: "ENOENT" })),
  flags: {
    port: "0",
    local: "scripted/worker",
    remote: "scripted/supervisor",
    "max-queued": "1000000",
    "max-tasks": "10000000",
    // Counted as ever, and never reached.
    "requests-per-minute": "1000000000",
    ...Object.fromEntries(settings.map((setting) => setting.split("="))),
  },
});
await using keys = await openKeyRing(config, folder);
const { text: key } = await keys.create({
  name: "bench",
  scopes: ["minion:query", "tasks:read", "tasks:write"],
});
const running = await startServer({
  config,
  version: "0.0.0",
  dataFolder: folder,
  overrides: {
    logSink: { write: () => undefined },
    registry: {
      open: (reference) => (reference.endsWith("worker") ? worker : supervisor),
      openModels: () => new Map(),
      [Symbol.asyncDispose]: async () => undefined,
    },
  },
});
reportAsChild(`${running.url}/?key=${key}`);
