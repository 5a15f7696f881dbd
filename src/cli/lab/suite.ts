/** The whole laboratory: one experiment after the other, each into a folder of its own name. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { ExperimentResult } from "../../contracts/index.js";
import { exitCode, UserError } from "../exit.js";
import { experimentNamed, type RunSettings, runExperimentNamed, writePage } from "./run-experiment.js";
import { parametersOf } from "./settings.js";

export interface SuiteSettings {
  readonly seed: number;
  readonly out: string;
  readonly quick?: true;
  readonly workers?: number;
  /** Folder that has the files of each experiment on data in a folder of its name. */
  readonly data?: string;
  readonly resume?: true;
}

/** Runs them all, or those named; one that fails is reported, and the others still run. @returns names that failed. */
export async function runSuite(names: readonly string[], settings: SuiteSettings): Promise<string[]> {
  const { experiments } = await import("../../lab/index.js");
  const chosen = names.length > 0 ? names : [...experiments.keys()];
  for (const name of chosen) await experimentNamed(name);
  const failed: string[] = [];
  for (const [i, name] of chosen.entries()) {
    const say = (text: string): boolean =>
      process.stderr.write(`${name} (${i + 1} of ${chosen.length}): ${text}\n`);
    try {
      say(await runInto(join(settings.out, name), name, settings));
    } catch (error) {
      if (error instanceof UserError && error.code === exitCode.interrupted) throw error;
      failed.push(name);
      say((error as Error).message);
    }
  }
  return failed;
}

/** What became of it, in words. */
async function runInto(out: string, name: string, settings: SuiteSettings): Promise<string> {
  const { seed, quick, workers, resume } = settings;
  const experiment = await experimentNamed(name);
  const data = settings.data === undefined ? undefined : join(settings.data, name);
  const reads = "on" in experiment;
  if (reads && (data === undefined || !existsSync(data)))
    return `left out: it reads files, expected in ${data ?? `--data DIR, folder ${name}`}`;
  const parameters = parametersOf(experiment, { ...(quick && { quick }), set: [] });
  const wanted = { experiment: name, version: experiment.version, seed, parameters };
  if (resume && (await isThere(join(out, "result.json"), wanted))) return "kept, it is there";
  const run: RunSettings = {
    seed,
    out,
    set: [],
    ...(quick && { quick }),
    ...(workers !== undefined && { workers }),
    ...(reads && data !== undefined && { data }),
    ...(resume && existsSync(join(out, "trials.jsonl")) && { resume }),
  };
  const result = await runExperimentNamed(name, run);
  await writePage(out, result, run);
  return result.verdict;
}

/** Whether the file holds the result of this very run; a result may state more parameters than a run is given. */
async function isThere(
  path: string,
  wanted: Pick<ExperimentResult, "experiment" | "version" | "seed" | "parameters">,
): Promise<boolean> {
  const text = await readFile(path, "utf8").catch(() => "null");
  let found: Partial<ExperimentResult> | null;
  try {
    found = JSON.parse(text) as Partial<ExperimentResult> | null;
  } catch {
    return false;
  }
  const same = (["experiment", "version", "seed"] as const).every((key) => found?.[key] === wanted[key]);
  return (
    same && Object.entries(wanted.parameters).every(([k, v]) => isDeepStrictEqual(found?.parameters?.[k], v))
  );
}
