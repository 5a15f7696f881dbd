/** Runs trials on a worker thread. It finds the experiment by its name and reads its files itself. */
import { parentPort } from "node:worker_threads";
import { workerData } from "piscina";
import { type Experiment, experiments } from "../lab/index.js";
import { readData } from "./data.js";
import type { Told } from "./following.js";
import { type Run, type TrialProgress, type TrialText, trialText } from "./trial.js";

/** Least time between two reports of a thread, milliseconds. */
const REPORT_EVERY = 200;

const { name, data, parameters, seed, followed } = workerData as Run;
const experiment = prepare();

async function prepare(): Promise<Experiment> {
  const found = experiments.get(name);
  if (found === undefined) throw new Error(`no experiment named '${name}'`);
  return "on" in found ? found.on(await readData(found.dataFormat, data as string)) : found;
}

let reported = -Infinity;

async function report(progress: TrialProgress): Promise<void> {
  const now = performance.now();
  if (now - reported < REPORT_EVERY) return;
  reported = now;
  parentPort?.postMessage(progress);
}

export async function trial(index: number): Promise<TrialText> {
  const tell = followed ? (told: Told) => parentPort?.postMessage(told) : undefined;
  return trialText(await experiment, parameters, seed, index, report, tell);
}
