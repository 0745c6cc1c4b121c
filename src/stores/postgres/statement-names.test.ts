import { describe, expect, it } from "vitest";
import { StatementNames } from "./statement-names.ts";

const OFTEN = 10;

/** What a statement is named after it came often. */
function namedAfterMany(names: StatementNames, sql: string): string | undefined {
  for (let count = 1; count < OFTEN; count += 1) names.nameOf(sql);
  return names.nameOf(sql);
}

describe("names of prepared statements", () => {
  it("are given to what comes often, the same in every process", () => {
    const sql = "select * from tasks where id = $1";
    const name = namedAfterMany(new StatementNames(), sql);
    expect(name).toMatch(/^.{24}$/);
    expect(namedAfterMany(new StatementNames(), sql)).toBe(name);
    expect(new StatementNames().nameOf(sql)).toBeUndefined();
  });

  it.each(["begin", "start transaction isolation level serializable", "commit", "rollback"])(
    "are not given to %s: a commit that is not found where it was prepared would undo the transaction",
    (sql) => {
      expect(namedAfterMany(new StatementNames(), sql)).toBeUndefined();
    },
  );

  it("are given no more once they are stopped", () => {
    const names = new StatementNames();
    namedAfterMany(names, "select 1");
    names.stop();
    expect(names.nameOf("select 1")).toBeUndefined();
  });
});
