import { expect, it } from "vitest";
import { SCOPES } from "#auth";
import { SCOPES_OF_TOKENS } from "#config";

it("issuers can be configured to give every scope that there is", () => {
  expect([...SCOPES_OF_TOKENS]).toEqual([...SCOPES]);
});
