import { describe, expect, it } from "vitest";
import { loadConfig } from "#config";
import { createPriorityOf } from "./create-priority-of.ts";

describe("the priority of a task", async () => {
  const limits = { tiers: { gold: { task: { priority: 4 } }, silver: {} } };
  const readText = async (): Promise<string> => JSON.stringify({ limits });
  const priorityOf = createPriorityOf(await loadConfig({ env: {}, workingDirectory: "/", readText }));
  it.each<[string, object, number]>([
    ["is that of its sender's tier", { caller: { tier: "gold" } }, 4],
    ["is one where the tier has none", { caller: { tier: "silver" } }, 1],
    ["is the default tier's for a tier that is not there", { caller: { tier: "lead" } }, 1],
    ["is the default tier's for a task that names nobody", {}, 1],
  ])("%s", (_, request, priority) => {
    expect(priorityOf({ tenant: "acme", owner: "alice" }, { ...request })).toBe(priority);
  });
});
