import type { MessagePort } from "node:worker_threads";
import { type Experiment, type Parameters, runTrial } from "../lab/index.js";

/** What a thread needs to run any trial of a run. */
export interface Run {
  readonly name: string;
  readonly parameters: Parameters;
  readonly seed: number;
  /** Folder of the files that the experiment reads. */
  readonly data: string | undefined;
  /** Whether somebody listens to what trials tell on their way. */
  readonly followed?: boolean;
}

export interface TrialProgress {
  readonly trial: number;
  /** 0 to 1 */
  readonly fraction: number;
  readonly activity: string;
}

/** What a trial tells on its way, as its thread hands it over. */
export interface Told {
  readonly trial: number;
  readonly happening: unknown;
  /** Is sent null once it was taken, or why it was not. */
  readonly reply: MessagePort;
}

/** A finished trial as it is journaled: its result as JSON text, so that every thread hands over the same bytes. */
export interface TrialText {
  readonly trial: number;
  /** The last thing that it reported to do. */
  readonly activity: string;
  readonly seconds: number;
  readonly result: string;
}

/** @throws Error when the trial returns what JSON cannot hold. */
export async function trialText(
  experiment: Experiment,
  parameters: Parameters,
  seed: number,
  trial: number,
  onProgress: (progress: TrialProgress) => Promise<void>,
  tell?: (happening: unknown) => Promise<void>,
): Promise<TrialText> {
  const began = performance.now();
  let last = "";
  const progress = (fraction: number, activity: string): Promise<void> => {
    last = activity;
    return onProgress({ trial, fraction, activity });
  };
  const context = tell === undefined ? { progress } : { progress, tell };
  const result = JSON.stringify(await runTrial(experiment, parameters, seed, trial, context), finite);
  return { trial, activity: last, seconds: (performance.now() - began) / 1000, result };
}

function finite(key: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new Error(`a trial returned ${value} as '${key}': undefined figures are null`);
  return value;
}
