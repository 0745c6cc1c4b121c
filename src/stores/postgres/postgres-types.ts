import pg from "pg";
import { fromStoredText } from "./postgres-text.ts";

const { INT8, TEXT, VARCHAR } = pg.types.builtins;

/**
 * How values of the database become ours, on our own connections alone. 64-bit integers become numbers: all of ours are
 * times, counts and sizes, far below 2^53.
 */
export const POSTGRES_TYPES: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (format === "binary") return pg.types.getTypeParser(oid, format);
    if (oid === INT8) return Number;
    if (oid === TEXT || oid === VARCHAR) return fromStoredText;
    return pg.types.getTypeParser(oid, format);
  },
} as pg.CustomTypesConfig;
