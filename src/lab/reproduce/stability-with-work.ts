import { discreteWalkLaw, stationaryBrownian } from "../../law/index.js";
import { type Claim, short } from "./claim.js";
import { reported, type Setting } from "./setting.js";

/**
 * Refuted where the run does not print as 0.00 +/- 0.00. An artefact where it does, but the clip at 0 alone brings it
 * about: at least 99% of all trials are at 0 after a single step.
 */
export function stabilityWithWork(setting: Setting): Claim {
  const { parameters, production, criticalWork } = setting;
  const work = parameters.margin * criticalWork;
  const walk = setting.walk(production, work);
  const run = setting.simulate("with work", walk);
  const atZeroAfterOneStep = discreteWalkLaw(walk, 1).atom;
  const agrees = prints(run.mean.value, reported.stableMean) && prints(run.sd, reported.stableSd);
  const clipped = atZeroAfterOneStep >= 0.99;

  const scaled = setting.walk(production, parameters.learningRate * work);
  const scaledRun = setting.simulate("with scaled work", scaled);
  const scaledLaw = setting.law(scaled);
  const continuous = stationaryBrownian(scaled);
  return {
    id: "stability-with-work",
    claim: `Alignment work of ${reported.work} holds S at 0.00 +/- 0.00 nats.`,
    paper: "0.00 +/- 0.00 nats (20 trials)",
    measured: {
      ...run.mean,
      sd: run.sd,
      work,
      workOverProduction: work / production,
      atZeroAfterOneStep,
      scaledWork: parameters.learningRate * work,
      scaledRunMean: scaledRun.mean.value,
      scaledRunSd: scaledRun.sd,
      scaledExactMean: scaledLaw.mean,
      scaledExactSd: scaledLaw.sd,
      ...(continuous && { scaledStationaryMean: continuous.mean }),
    },
    verdict: !agrees ? "refuted" : clipped ? "artefact" : "reproduced",
    why:
      `gamma ${short(work)} is ${short(work / production, 2)} times sigma, and one step brings ` +
      `${short(100 * atZeroAfterOneStep)}% of the trials to the clip at 0; the run ends at ${run.mean.value.toFixed(2)} +/- ` +
      `${run.sd.toFixed(2)}${agrees && clipped ? ", which is the clip and not an equilibrium" : ""}. With gamma scaled by eta, as the ` +
      `update applies it, S would be ${scaledLaw.mean.toFixed(3)} +/- ${scaledLaw.sd.toFixed(3)}` +
      (continuous ? ` (${continuous.mean.toFixed(4)} in continuous time).` : "."),
  };
}

/** Whether x is `expected` when printed with two decimals. */
const prints = (x: number, expected: number): boolean => Math.abs(x - expected) < 0.005;
