import { describe, expect, it } from "vitest";
import { asScript, lineIn } from "./program-text.ts";

describe("a program as a plain script", () => {
  it.each([
    ["export function a() {}", "       function a() {}"],
    ["export default async function a() {}", "               async function a() {}"],
    ["  export const a = 1;", "         const a = 1;"],
    ["export { a, b as c };", "                     "],
    ["export {\n  a,\n};", "        \n    \n  "],
    ["const text = 'export function a() {}';", "const text = 'export function a() {}';"],
    ["exports.a = 1;", "exports.a = 1;"],
  ])("%j keeps its lines and columns", (source, script) => {
    expect(asScript(source)).toBe(script);
  });

  it.each([
    ["    at f (program.js:12:3)\n    at program.js:20\n", 12],
    ["    at map (native)\n    at <anonymous> (program.js:7:1)\n", 7],
    ["    at workbench.js:3\n", undefined],
    ["", undefined],
  ])("the line in %j is %s", (stack, line) => {
    expect(lineIn(stack)).toBe(line);
  });
});
