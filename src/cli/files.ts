import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { UserError } from "./exit.js";

export interface ReportPaths {
  readonly page: string;
  readonly result: string;
}

/** Writes `index.html` and `result.json`, each whole or not at all. */
export async function writeReport(directory: string, page: string, result: unknown): Promise<ReportPaths> {
  const paths = { page: join(directory, "index.html"), result: join(directory, "result.json") };
  try {
    await mkdir(directory, { recursive: true });
    await writeFileAtomic(paths.result, `${JSON.stringify(result, null, 2)}\n`);
    await writeFileAtomic(paths.page, page);
  } catch (error) {
    throw new UserError(`cannot write to ${directory}: ${(error as Error).message}`);
  }
  return paths;
}

/** Fails before long work rather than after it when `directory` cannot be written to. */
export async function ensureWritable(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
  } catch (error) {
    throw new UserError(`cannot write to ${directory}: ${(error as Error).message}`);
  }
}
