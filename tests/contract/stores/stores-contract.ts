import { describe } from "vitest";
import { commitContract } from "./commit-contract.ts";
import { keepingContract } from "./keeping-contract.ts";
import { lifetimeContract } from "./lifetime-contract.ts";
import type { OpenStores } from "./open-stores.ts";
import { placesContract } from "./places-contract.ts";
import { readingContract } from "./reading-contract.ts";

/** What the engine relies on, whatever the database: every implementation of `Stores` passes this. */
export function storesContract(name: string, open: OpenStores): void {
  describe(`${name} as the engine's stores:`, () => {
    commitContract(open);
    readingContract(open);
    placesContract(open);
    keepingContract(open);
    lifetimeContract(open);
  });
}
