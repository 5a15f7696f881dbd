import { type Claim, short } from "./claim.js";
import { predictTables } from "./prediction.js";
import { reported, type Setting } from "./setting.js";

/** Reproduced where the reported mean and sd both lie in the 95% prediction intervals of such a table. */
export function driftWithoutWork(setting: Setting): Claim {
  const { parameters, production, stream } = setting;
  const { driftMean, driftSd, trials } = reported;
  const walk = setting.walk(production, 0);
  const run = setting.simulate("both sources", walk);
  const law = setting.law(walk);
  const predicted = predictTables(law, trials, driftSd, stream.split("tables"));
  const expected = within(driftMean, predicted.mean) && within(driftSd, predicted.sd);
  const twoGoals = Math.log(2);
  return {
    id: "drift-without-work",
    claim: `Without alignment work S drifts from 0.32 to ${driftMean} +/- ${driftSd} nats.`,
    paper: `${driftMean} +/- ${driftSd} nats (${trials} trials)`,
    measured: {
      ...run.mean,
      sd: run.sd,
      exactMean: law.mean,
      exactSd: law.sd,
      predictedMean: predicted.mean,
      predictedSd: predicted.sd,
      reportedSdTail: predicted.sdTail,
      tables: predicted.tables,
      largestEntropyOfTwoGoals: twoGoals,
    },
    verdict: expected ? "reproduced" : "refuted",
    why:
      `Our ${parameters.trials} trials end at ${run.mean.value.toFixed(2)} +/- ${run.sd.toFixed(2)}; the exact law has ` +
      `${law.mean.toFixed(4)} +/- ${law.sd.toFixed(4)}, so that 95% of ${trials}-trial means lie in ${range(predicted.mean)} ` +
      `and of their sds in ${range(predicted.sd)} (P(sd >= ${driftSd}) = ${short(predicted.sdTail, 2)}): the reported figures ` +
      `${expected ? "are a plausible draw" : "are no plausible draw"} of the equation.` +
      (driftMean > twoGoals
        ? ` They are no entropy of the two goals that give 0.32, though: that is at most ln 2 = ${twoGoals.toFixed(2)}.`
        : ""),
  };
}

const within = (x: number, [lower, upper]: readonly [number, number]): boolean => lower <= x && x <= upper;

const range = ([lower, upper]: readonly [number, number]): string =>
  `[${lower.toFixed(2)}, ${upper.toFixed(2)}]`;
