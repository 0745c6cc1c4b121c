/** Settings that are of this one database: a copy of its rows does not take them along. */
const LOCAL = "local:";

/** Names the store that is being copied into this database, until all of it is there. */
export const COPYING_FROM = `${LOCAL}copying-from`;

/** Which migration a program has to know at least, to work on tables of a newer version. */
export function oldestCompatible(migrationTable: string): string {
  return `${LOCAL}oldest-compatible:${migrationTable}`;
}

export function isLocalSetting(name: string): boolean {
  return name.startsWith(LOCAL);
}
