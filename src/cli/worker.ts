/** Runs trials on a worker thread. It finds the experiment by its name and reads its files itself. */
import { once } from "node:events";
import { MessageChannel, parentPort } from "node:worker_threads";
import { workerData } from "piscina";
import { type Experiment, experiments } from "../lab/index.js";
import { readData } from "./data.js";
import { type Told, type TrialProgress, type TrialText, trialText } from "./trial.js";
import type { WorkerData } from "./worker-pool.js";

/** Least time between two reports of a thread, milliseconds. */
const REPORT_EVERY = 200;

const { name, data, parameters, seed, followed, stopped } = workerData as WorkerData;
const experiment = prepare();

async function prepare(): Promise<Experiment> {
  const found = experiments.get(name);
  if (found === undefined) throw new Error(`no experiment named '${name}'`);
  return "on" in found ? found.on(await readData(found.dataFormat, data as string)) : found;
}

let reported = -Infinity;

async function report(progress: TrialProgress): Promise<void> {
  ensureWanted();
  const now = performance.now();
  if (now - reported < REPORT_EVERY) return;
  reported = now;
  parentPort?.postMessage(progress);
}

function ensureWanted(): void {
  if (Atomics.load(stopped, 0) !== 0) throw new Error("stopped");
}

async function handOver(trial: number, happening: unknown): Promise<void> {
  ensureWanted();
  const { port1: mine, port2: reply } = new MessageChannel();
  const taken = once(mine, "message") as Promise<[failure: string | null]>;
  parentPort?.postMessage({ trial, happening, reply } satisfies Told, [reply]);
  const [failure] = await taken;
  mine.close();
  if (failure !== null) throw new Error(failure);
}

export async function trial(index: number): Promise<TrialText> {
  const tell = followed ? (happening: unknown) => handOver(index, happening) : undefined;
  return trialText(await experiment, parameters, seed, index, report, tell);
}
