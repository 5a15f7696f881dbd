import { readAnswerData, readTauBenchFolder, readWikispeedia } from "../ingest/index.js";
import { UserError } from "./exit.js";

/** Readers of the folders that experiments on data take, by `dataFormat`. */
const readers: Readonly<Record<string, (folder: string) => Promise<unknown>>> = {
  answers: readAnswerData,
  "tau-bench": readTauBenchFolder,
  wikispeedia: readWikispeedia,
};

export function readData(format: string, folder: string): Promise<unknown> {
  const read = readers[format];
  if (!read) throw new UserError(`no reader for data of format '${format}'`);
  return read(folder);
}
