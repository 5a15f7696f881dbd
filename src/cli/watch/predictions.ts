/** Windows of a classifier's labels: the classifier's known errors are taken out of each. */
import type { CalibrationCounts } from "../../ingest/index.js";
import type { WindowMeasure, WindowReport } from "../../monitor/index.js";
import { RandomStream } from "../../numeric/index.js";
import { UserError } from "../exit.js";
import { intendedFirst } from "../measure/intended.js";
import { predictionMethod } from "../measure/predictions.js";

/** The labels that are counted, those of goals first and the intended one before all. */
export function predictedLabels(
  { classes, labels }: CalibrationCounts,
  intended: string | undefined,
): string[] {
  const goals = intendedFirst(classes, intended, "the classes of --confusion");
  return [...goals, ...labels.filter((label) => !goals.includes(label))];
}

/** As `telostat measure --confusion`, with a random stream for each window, so that a window is the same whenever it is measured. */
export function predictionMeasure(
  calibration: CalibrationCounts,
  { intended, level, seed }: { intended: string | undefined; level: number; seed: number },
): WindowMeasure {
  const labels = predictedLabels(calibration, intended);
  const stream = RandomStream.fromSeed(seed).split("watch", "predictions");
  return {
    goals: calibration.classes.length,
    window({ window, start, end, n, counts }): WindowReport {
      const report = { window, start, end, n, counts };
      const nothing = { ...report, entropy: null, fidelity: null, divergence: null };
      if (n === 0) return { ...nothing, gap: true };
      if (!counts.every(Number.isInteger))
        throw new UserError("--confusion is for a classifier's labels, and the input has probabilities");
      const method = predictionMethod({ calibration, level, intended });
      const sample = method.newSample();
      for (const [i, label] of labels.entries()) sample.add(label, counts[i]!, { source: "" });
      const figures = method.measurer(sample).measure(sample, stream.split("window", window));
      if (figures === undefined) return { ...nothing, gap: false };
      const { entropy = null, fidelity, divergence } = figures;
      return { ...report, gap: false, entropy, fidelity, divergence };
    },
  };
}
