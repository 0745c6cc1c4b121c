import { describe, expect, it } from "vitest";
import { StoreFullError } from "../errors.ts";
import { isBusy, translateSqliteError } from "./sqlite-errors.ts";

const sqliteError = (errcode: number): Error =>
  Object.assign(new Error("from SQLite"), { code: "ERR_SQLITE_ERROR", errcode });

describe("an error of SQLite", () => {
  it.each([
    ["database is locked", 5, "store-in-use"],
    ["locked by a second connection", 261, "store-in-use"],
    ["malformed", 11, "store-corrupt"],
    ["malformed index", 779, "store-corrupt"],
    ["not a database", 26, "store-corrupt"],
    ["disk full", 13, "store-full"],
    ["disk I/O error in fsync", 1034, "store-unavailable"],
    ["read-only", 8, "store-unavailable"],
    ["cannot open", 14, "store-unavailable"],
  ])("%s (%i) becomes %s, names the file and keeps its cause", (_, errcode, code) => {
    const cause = sqliteError(errcode);
    const translated = translateSqliteError(cause, "/data/store.db");
    expect(translated).toMatchObject({ code, cause, message: expect.stringContaining("/data/store.db") });
  });

  it("that is a fault of ours stays what it is", () => {
    const fault = sqliteError(1);
    expect(translateSqliteError(fault, "file")).toBe(fault);
  });

  it("that is typed already stays what it is", () => {
    const typed = new StoreFullError("file");
    expect(translateSqliteError(typed, "other")).toBe(typed);
  });

  it("of a closed database says that it is closed", () => {
    const closed = Object.assign(new Error("database is not open"), { code: "ERR_INVALID_STATE" });
    expect(translateSqliteError(closed, "file")).toMatchObject({ code: "store-closed" });
  });

  it("tells whether waiting may help", () => {
    expect([5, 6, 517, 13].map((errcode) => isBusy(sqliteError(errcode)))).toEqual([true, true, true, false]);
    expect(isBusy("locked")).toBe(false);
  });
});
