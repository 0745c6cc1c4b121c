import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { type ProgramFault, planSchema } from "#minions";
import { createWorkbench, DEFAULT_WORKBENCH_LIMITS } from "#workbench";
import { DECOMPOSITION_API } from "../../src/minions/decomposition-api.ts";

const PAGE = readFileSync(new URL("../../docs/reference/decomposition.md", import.meta.url), "utf8");

const workbench = createWorkbench({ maxThreads: 1 });
afterAll(() => workbench[Symbol.asyncDispose]());

const FAULTS = {
  syntax: true,
  exception: true,
  "missing-function": true,
  "out-of-time": true,
  "out-of-memory": true,
  "bad-output": true,
  "too-many-jobs": true,
  "too-many-tasks": true,
  "no-jobs": true,
} satisfies Record<ProgramFault, true>;

/** First cells of the rows under a heading, without their code marks. */
function rowsUnder(heading: string): string[][] {
  const section = PAGE.split(/^## /m).find((part) => part.startsWith(heading)) ?? "";
  return [...section.matchAll(/^\| (`.*) \|$/gm)].map(([, row]) =>
    (row ?? "").split(" | ").map((cell) => cell.replaceAll("`", "")),
  );
}

async function givenFunctions(): Promise<string[]> {
  const source = `function transformOutputs() {
    return Object.getOwnPropertyNames(globalThis).filter((name) => /^(chunk|retrieve|Job)/.test(name)).join();
  }`;
  const outcome = await workbench.transformOutputs(
    { kind: "code", source },
    [],
    new AbortController().signal,
  );
  return outcome.kind === "done" ? outcome.value.split(",") : [];
}

const functionsIn = (text: string) =>
  [...text.matchAll(/\b((?:chunk|retrieve)\w*)\(/g)].map(([, name]) => name ?? "");

describe("the page on decomposition", () => {
  it("names the functions that a program is given, and no other", async () => {
    const given = await givenFunctions();
    const inCamelCase = given.filter((name) => !name.includes("_"));
    const told = [
      ...rowsUnder("The functions given").flatMap(([name]) => functionsIn(name ?? "")),
      "JobManifest",
    ];
    expect(told.toSorted()).toEqual(inCamelCase.toSorted());
    expect(PAGE).toContain("JobManifest(fields)");
    const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    for (const name of inCamelCase.filter((name) => name !== "JobManifest")) {
      expect(given).toContain(snakeCase(name));
    }
  });

  it("gives every limit and its value", () => {
    const told = rowsUnder("Limits").map(([name, value]) => [name, Number(value?.replaceAll(",", ""))]);
    expect(Object.fromEntries(told)).toEqual(DEFAULT_WORKBENCH_LIMITS);
  });

  it("explains every fault", () => {
    expect(rowsUnder("Faults").map(([fault]) => fault)).toEqual(expect.arrayContaining(Object.keys(FAULTS)));
    expect(rowsUnder("Faults")).toHaveLength(Object.keys(FAULTS).length);
  });

  it("explains every aggregation of a plan", () => {
    expect(rowsUnder("Plans").map(([name]) => name)).toEqual(planSchema.shape.aggregation.options);
  });

  it("shows a program that runs", async () => {
    const source = /```js\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? "";
    const text = "Capital expenditure was 1,577.";
    const outcome = await workbench.prepareJobs(
      {
        program: { kind: "code", source },
        documents: [
          { id: "doc-1", name: "a.txt", mediaType: "text/plain", paged: false, pages: [{ index: 0, text }] },
        ],
        previousJobs: [],
        limits: { maxTasks: 1, maxJobs: 1 },
        chunking: "chunk_by_page",
        retrieval: undefined,
      },
      new AbortController().signal,
    );
    expect(outcome).toMatchObject({ kind: "done", value: { manifests: [{ chunk: { text } }] } });
  });
});

describe("the description that supervisors are given", () => {
  it("is short, and names only functions that exist", async () => {
    const given = await givenFunctions();
    expect(DECOMPOSITION_API.length).toBeLessThanOrEqual(2_500);
    const told = functionsIn(DECOMPOSITION_API);
    expect(told.filter((name) => !given.includes(name))).toEqual([]);
    expect(given.filter((name) => !/_|Job/.test(name) && !told.includes(name))).toEqual([]);
  });

  it("gives the limits that hold", () => {
    const { chunkCharacters, taskCharacters, outputCharacters, programMs, memoryBytes } =
      DEFAULT_WORKBENCH_LIMITS;
    const mebibytes = memoryBytes / 1024 / 1024;
    for (const said of [
      chunkCharacters,
      taskCharacters,
      outputCharacters,
      `${programMs / 1000} seconds`,
      `${mebibytes} MB`,
    ]) {
      expect(DECOMPOSITION_API).toContain(String(said));
    }
  });
});
