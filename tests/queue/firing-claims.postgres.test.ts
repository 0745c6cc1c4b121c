import { expect, it } from "vitest";
import { createFiringClaims, openPostgresDatabase } from "#stores";
import { describeOnPostgres, migratedDatabase } from "../postgres/databases.ts";

describeOnPostgres("work that comes again and again", () => {
  it("is one instance's in each period, however many ask at once", async () => {
    await using database = await migratedDatabase();
    await using one = openPostgresDatabase(database);
    await using other = openPostgresDatabase(database);
    const claims = [one, other, one, other, one].map((instance) => createFiringClaims(instance));
    const ask = async (everyMs: number): Promise<number> => {
      const answers = await Promise.all(claims.map((claim) => claim("sweep", everyMs)));
      return answers.filter(Boolean).length;
    };
    expect(await ask(60_000)).toBe(1);
    expect(await ask(60_000)).toBe(0);
    expect(await claims[0]?.("other work", 60_000)).toBe(true);
    // A period that has passed.
    await one.pool.query("update store_settings set value = '1' where name = 'fired/sweep'");
    expect(await ask(60_000)).toBe(1);
  });
});
