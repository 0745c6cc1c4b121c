import { describe, expect, it } from "vitest";
import { requestedVersion, requireSpokenVersion } from "./protocol-version.ts";

describe("the protocol version of a request", () => {
  it.each([
    ["1.0", {}, "1.0"],
    ["1.0.9", {}, "1.0"],
    [" 1.0 ", {}, "1.0"],
    [undefined, {}, "0.3"],
    ["", {}, "0.3"],
    [undefined, { "A2A-Version": "1.0" }, "1.0"],
    ["", { "A2A-Version": "1.0.1" }, "1.0"],
    ["2.0", { "A2A-Version": "1.0" }, "2.0"],
    ["one", {}, "one"],
    [undefined, { "A2A-Version": ["1.0", "2.0"] }, "0.3"],
  ])("header %j and query %j ask for %s", (header, query, version) => {
    expect(requestedVersion(header, query)).toBe(version);
  });

  it("speaks 1.0 and nothing else by itself", () => {
    expect(() => requireSpokenVersion("1.0")).not.toThrow();
    expect(() => requireSpokenVersion("0.3")).toThrow("A2A version 0.3 is not supported; use 1.0.");
    expect(() => requireSpokenVersion("2.0")).toThrow("A2A version 2.0 is not supported; use 1.0.");
  });
});
