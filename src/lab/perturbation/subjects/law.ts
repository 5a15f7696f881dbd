import { initialEntropy } from "../../../entropy/index.js";
import { criticalWork, reflectedBrownian } from "../../../law/index.js";
import { paperParameters } from "../../reproduce/setting.js";
import type { Subject } from "./subject.js";

/**
 * The paper's scalar equation at the paper's parameters, by the closed form of reflected Brownian motion: nothing random
 * is left. gamma is here a work rate, nats per step, as the paper has it.
 */
export function scalarLaw(): Subject {
  const { steps, parameterCount, lambdaMax, learningRate, noise, start, intendedProbability } =
    paperParameters;
  const production = learningRate * lambdaMax;
  return {
    criticalWork: criticalWork(lambdaMax, parameterCount),
    criticalWorkDrifted: null,
    entropySettled: 0,
    taskLossStart: null,
    target: initialEntropy(2, intendedProbability),
    run(gamma) {
      const walk = { start, drift: production - gamma, noise };
      const entropy = [0, 1, 2, 3, 4].map((k) => reflectedBrownian(walk, (k * steps) / 4).mean);
      return { entropy, drifted: null, steps, taskLoss: null, divergedAt: null };
    },
  };
}
