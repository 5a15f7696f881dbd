import type { RandomStream } from "../../numeric/index.js";
import { cueKey, type Energy, elastic, goalEntropy, kl, l2 } from "../../training/index.js";
import type { EnergyName, FrontierParameters } from "./parameters.js";
import type { World } from "./worlds.js";

export const energyLabels: Readonly<Record<EnergyName, string>> = {
  l2: "L2",
  elastic: "elastic",
  kl: "KL",
  "goal-entropy": "goal entropy",
};

/** The unit of gamma of an energy: the coefficients of different energies do not compare. */
export const scaleOf = (p: FrontierParameters, energy: EnergyName): number =>
  ({
    l2: p.l2Scale,
    elastic: p.elasticScale,
    kl: p.klScale,
    "goal-entropy": p.goalEntropyScale,
  })[energy];

/** Every energy looks at the same conflict inputs, and never at those on which S is measured. */
export function energyOf(
  p: FrontierParameters,
  name: EnergyName,
  { task }: World,
  stream: RandomStream,
): Energy {
  const sets = Array.from({ length: p.energySets }, (_, i) =>
    task.conflict(stream.split("set", i), p.energyInputs),
  );
  switch (name) {
    case "l2":
      return l2;
    case "elastic": {
      const examples = task.conflict(stream.split("fisher"), p.fisherInputs);
      return elastic({ examples, stream: stream.split("labels"), draws: 4, scale: "mean-one" });
    }
    case "kl":
      return kl({ inputs: sets });
    case "goal-entropy":
      return goalEntropy({ inputs: sets.map((set) => ({ ...set, key: cueKey(set, p.classes) })) });
  }
}
