import { describe } from "vitest";
import { createMemoryStores } from "../../../src/engine/testing/memory-stores.ts";
import { commitContract } from "./commit-contract.ts";
import { keepingContract } from "./keeping-contract.ts";
import type { OpenStores } from "./open-stores.ts";
import { placesContract } from "./places-contract.ts";
import { readingContract } from "./reading-contract.ts";

const open: OpenStores = async ({ clock, unheldDocumentGraceMs }) =>
  createMemoryStores({ clock, unheldDocumentGraceMs });

// All but their closing and timing: the engine's own tests stand on these stores, so they must behave as a database does.
describe("memory as the engine's stores:", () => {
  commitContract(open);
  placesContract(open);
  readingContract(open);
  keepingContract(open);
});
