import { constants } from "node:fs";
import { access, mkdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
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

/** Fails before long work rather than after it when `directory` cannot be written to; creates nothing. */
export async function ensureWritable(directory: string): Promise<void> {
  let existing = resolve(directory);
  for (;;) {
    const entry = await stat(existing).catch(() => undefined);
    if (entry?.isDirectory()) break;
    if (entry) throw new UserError(`cannot write to ${directory}: ${existing} is not a folder`);
    existing = dirname(existing);
  }
  await access(existing, constants.W_OK).catch(() => {
    throw new UserError(`cannot write to ${directory}: no permission in ${existing}`);
  });
}

/** Writes one file, whole or not at all, and the folders to it. */
export async function writeWhole(path: string, content: string): Promise<void> {
  try {
    await mkdir(dirname(resolve(path)), { recursive: true });
    await writeFileAtomic(path, content);
  } catch (error) {
    throw new UserError(`cannot write ${path}: ${(error as Error).message}`);
  }
}

/** As `ensureWritable`, for one file. */
export async function ensureWritableFile(path: string): Promise<void> {
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isDirectory()) throw new UserError(`cannot write ${path}: it is a folder; expected a file`);
  await ensureWritable(dirname(resolve(path)));
}
