import { join } from "node:path";

/** The files of a data folder. Who may come in is apart from the tasks, so that it can be changed while a server runs. */
export function dataFiles(folder: string): { readonly tasks: string; readonly access: string } {
  return { tasks: join(folder, "tasks.sqlite"), access: join(folder, "keys.sqlite") };
}
