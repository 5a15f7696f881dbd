import { type Claim, exactly, short } from "./claim.js";
import { reported, type Setting } from "./setting.js";
import { requiredT, smallestMannWhitney, tTests } from "./two-samples.js";

/**
 * Reproduced where one of Welch's, the pooled t and the exact Mann-Whitney test (samples that do not overlap) gives
 * the reported p to within a factor of 10; otherwise it is inconsistent with the summary printed beside it.
 */
export function pValue({ parameters: { trials } }: Setting): Claim {
  const { driftMean, driftSd, stableMean, stableSd, pValue: p } = reported;
  const { welch, pooled } = tTests(
    { mean: driftMean, sd: driftSd },
    { mean: stableMean, sd: stableSd },
    trials,
  )!;
  const mannWhitney = smallestMannWhitney(trials);
  const needed = requiredT(p, pooled.df);
  const agrees = [welch.p, pooled.p, mannWhitney].some((q) => Math.abs(Math.log10(q / p)) <= 1);
  return {
    id: "p-value",
    claim: "The difference between the runs with and without work has p = 4.19e-17 at 20 trials each.",
    paper: `p = ${p}`,
    measured: {
      ...exactly(pooled.p, "pooled t test from the reported summary"),
      t: pooled.t,
      pooledDf: pooled.df,
      welchP: welch.p,
      welchDf: welch.df,
      smallestMannWhitneyP: mannWhitney,
      requiredT: needed,
    },
    verdict: agrees ? "reproduced" : "inconsistent",
    why:
      `${driftMean} +/- ${driftSd} against ${stableMean.toFixed(2)} +/- ${stableSd.toFixed(2)} at n = ${trials} gives t = ${short(pooled.t, 4)}: ` +
      `p = ${short(welch.p)} (Welch, df ${short(welch.df)}) or ${short(pooled.p)} (pooled, df ${pooled.df}), and an exact Mann-Whitney ` +
      `test cannot go below ${short(mannWhitney)}. p = ${p} would need t = ${short(needed, 4)}.`,
  };
}
