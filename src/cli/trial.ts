import { type Experiment, type Parameters, runTrial } from "../lab/index.js";
import type { Told } from "./following.js";

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

/** A finished trial as it is journaled: its result as JSON text, so that every thread hands over the same bytes. */
export interface TrialText {
  readonly trial: number;
  /** The last thing that it reported to do. */
  readonly activity: string;
  readonly seconds: number;
  readonly result: string;
  /** How many happenings it told. */
  readonly told: number;
}

/** @throws Error when the trial returns what JSON cannot hold. */
export async function trialText(
  experiment: Experiment,
  parameters: Parameters,
  seed: number,
  trial: number,
  onProgress: (progress: TrialProgress) => Promise<void>,
  onTold?: (told: Told) => void,
): Promise<TrialText> {
  const began = performance.now();
  let last = "";
  let told = 0;
  const progress = (fraction: number, activity: string): Promise<void> => {
    last = activity;
    return onProgress({ trial, fraction, activity });
  };
  const tell = (happening: unknown): void => {
    told++;
    onTold?.({ trial, happening });
  };
  const context = onTold === undefined ? { progress } : { progress, tell };
  const result = JSON.stringify(await runTrial(experiment, parameters, seed, trial, context), finite);
  return { trial, activity: last, seconds: (performance.now() - began) / 1000, result, told };
}

function finite(key: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new Error(`a trial returned ${value} as '${key}': undefined figures are null`);
  return value;
}
