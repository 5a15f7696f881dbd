import type { ExperimentResult } from "../contracts/index.js";
import { type Context, type Experiment, type Parameters, runExperiment } from "../lab/index.js";
import { interruptible } from "./interrupt.js";
import { progressLine } from "./progress.js";

/** Runs an experiment with progress on stderr; Ctrl-C stops it between two pieces of work. */
export async function runWithProgress<P extends Parameters, Trial>(
  experiment: Experiment<P, Trial>,
  parameters: P,
  seed: number,
): Promise<ExperimentResult> {
  const line = progressLine();
  try {
    return await interruptible((signal) => {
      const context: Context = { progress: (progress) => line.show(progress), signal };
      return runExperiment(experiment, parameters, seed, context);
    });
  } finally {
    line.stop();
  }
}
