import { join } from "node:path";

/**
 * The files of a data folder. Who may come in, and who did what, are apart from the tasks: commands write them while a
 * server runs.
 */
export function dataFiles(folder: string): {
  readonly tasks: string;
  readonly access: string;
  readonly audit: string;
} {
  return {
    tasks: join(folder, "tasks.sqlite"),
    access: join(folder, "keys.sqlite"),
    audit: join(folder, "audit.sqlite"),
  };
}
