/**
 * The control: one direction of the parameters, from the intended goal to the others, along which the proxy loss falls
 * without end (curvature -kappa). Theory puts a boundary at gamma = kappa; an experiment that does not see it there would
 * see it nowhere. Directions of positive curvature exist beside it and are not read out.
 */
import { initialEntropy } from "../../../entropy/index.js";
import { criticalWork, meanEntropy, parametersAfter, type QuadraticProxy } from "../../../law/index.js";
import type { RandomStream } from "../../../numeric/index.js";
import type { PerturbationParameters } from "../parameters.js";
import type { Subject } from "./subject.js";

/** Unit vector of the logits: away from goal 1, evenly to the other three. */
const READOUT = [-3, 1, 1, 1].map((x) => x / Math.sqrt(12));

export function unstableLogits(p: PerturbationParameters, stream: RandomStream): Subject {
  const { controlCurvature, controlOffset, controlGrowth, intendedProbability, logitRate } = p;
  // softmax(READOUT theta) = p(g_1) where the logits differ by ln(p(g_1) / p(g_2)) = -(4 / sqrt 12) theta.
  const odds = (3 * intendedProbability) / (1 - intendedProbability);
  const reference = [(-Math.sqrt(12) / 4) * Math.log(odds)];
  const proxy: QuadraticProxy = {
    curvature: [-controlCurvature],
    proxyOptimum: [(reference[0] as number) - controlOffset],
    reference,
    gradientNoise: [(p.logitNoise * controlOffset) ** 2],
    learningRate: logitRate,
  };
  const time = controlGrowth / controlCurvature;
  const aligned = initialEntropy(READOUT.length, intendedProbability);
  return {
    criticalWork: criticalWork(p.logitCurvature, p.dimension),
    criticalWorkDrifted: null,
    entropySettled: aligned,
    taskLossStart: null,
    target: aligned,
    run(gamma) {
      const entropy = [0, 1, 2, 3, 4].map((k) => {
        const law = parametersAfter(proxy, gamma, reference, (k * time) / 4);
        return meanEntropy(law, READOUT, p.logitDraws, stream.split("draws")).value;
      });
      return { entropy, drifted: null, steps: time / logitRate, taskLoss: null, divergedAt: null };
    },
  };
}
