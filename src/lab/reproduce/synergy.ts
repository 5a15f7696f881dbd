import { type Claim, short } from "./claim.js";
import { reported, type Setting } from "./setting.js";

/**
 * Two sources amplify each other where S with both exceeds the additive prediction, start + the two rises. Refuted where
 * it does not under the exact law; else reproduced if the reported figures show it too, and inconsistent if not.
 */
export function synergy(setting: Setting): Claim {
  const { parameters, production } = setting;
  const { start, trials } = parameters;
  const [none, one, both] = [0, production / 2, production].map((sigma) =>
    setting.law(setting.walk(sigma, 0)),
  );
  const exploration = setting.simulate("exploration alone", setting.walk(production / 2, 0));
  const gaming = setting.simulate("gaming alone", setting.walk(production / 2, 0));
  const run = setting.simulate("both sources", setting.walk(production, 0));
  const additive = start + 2 * (one!.mean - start);
  const excess = both!.mean - additive;
  const [low, high] = reported.oneSource.map((mean) => start + 2 * (mean - start)) as [number, number];
  const reportedExcess = reported.driftMean > high;
  const interaction = both!.mean - 2 * one!.mean + none!.mean;
  const interactionError = Math.sqrt((both!.sd ** 2 + 2 * one!.sd ** 2 + none!.sd ** 2) / trials);
  return {
    id: "synergy",
    claim: "Exploration noise and specification gaming together raise S more than the sum of each alone.",
    paper: `one source ${reported.oneSource.join(" to ")}, both ${reported.driftMean} nats`,
    measured: {
      ...run.mean,
      explorationRunMean: exploration.mean.value,
      gamingRunMean: gaming.mean.value,
      exactNone: none!.mean,
      exactOne: one!.mean,
      exactBoth: both!.mean,
      exactAdditive: additive,
      reportedAdditive: [low, high],
      interaction,
      interactionStandardError: interactionError,
    },
    verdict: !(excess > 0) ? "refuted" : reportedExcess ? "reproduced" : "inconsistent",
    why:
      `By the exact law one source ends at ${one!.mean.toFixed(2)} and both at ${both!.mean.toFixed(2)}, against ${additive.toFixed(2)} if the rises ` +
      `added up; the paper's own ${reported.oneSource.join(" to ")} predicts ${low.toFixed(2)} to ${high.toFixed(2)}, and ${reported.driftMean} is ` +
      `${reportedExcess ? "beyond" : "not beyond"} it. Noise alone already reaches ${none!.mean.toFixed(2)}; measured from there the interaction is ` +
      `${interaction.toFixed(3)} nats, from the wall at 0 and not from the sources, and ${trials} trials see it with a standard error of ${short(interactionError, 2)}.`,
  };
}
