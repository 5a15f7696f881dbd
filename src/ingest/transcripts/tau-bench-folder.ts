import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Transcript } from "../../contracts/index.js";
import { fileInput } from "../input.js";
import { InputError } from "../input-error.js";
import { Omissions } from "./omissions.js";
import { readTauBench } from "./tau-bench.js";

/**
 * The runs of one file of tau-bench's historical trajectories: the path of the file, or of a folder that has it as its
 * only `.json`, perhaps in `historical_trajectories/` as in tau-bench's repository. Each file is a world of its own.
 */
export async function readTauBenchFolder(path: string): Promise<Transcript[]> {
  const runs: Transcript[] = [];
  for await (const run of readTauBench(fileInput(await findFile(path)), new Omissions())) runs.push(run);
  return runs;
}

async function findFile(path: string): Promise<string> {
  const entry = await stat(path).catch(() => undefined);
  if (!entry) throw new InputError({ source: path }, "no such file or folder");
  if (entry.isFile()) return path;
  const folders = [path, join(path, "historical_trajectories")];
  const names = await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])));
  const files = names.flatMap((list, f) =>
    list.filter((name) => name.endsWith(".json")).map((name) => join(folders[f]!, name)),
  );
  if (files.length === 1) return files[0]!;
  throw new InputError(
    { source: path },
    `expected one .json file of trajectories, found ${files.length}; name the file`,
  );
}
