import { UserError } from "./exit.js";

/** Readers of the folders that experiments on data take, by `dataFormat`. */
const readers: Readonly<Record<string, (folder: string) => Promise<unknown>>> = {};

export function readData(format: string, folder: string): Promise<unknown> {
  const read = readers[format];
  if (!read) throw new UserError(`no reader for data of format '${format}'`);
  return read(folder);
}
