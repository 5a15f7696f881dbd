import { dominantGoalPrior } from "../../goals/index.js";
import { dirichlet, type RandomStream } from "../../numeric/index.js";

/**
 * The true goal distribution of a replication:
 * - "drawn" from the prior of the analysis, so that a right posterior covers at its level, whatever the data say;
 * - "start": 0.9 on one goal and the rest even, the source paper's start;
 * - "equal": S = ln K, the upper end of its range;
 * - "single": S = 0, the lower end;
 * - "dirichlet": drawn uniformly from the simplex, which is not the prior of the analysis.
 */
export function drawPopulation(name: string, goals: number, stream: RandomStream): Float64Array {
  const weights = new Float64Array(goals);
  switch (name) {
    case "drawn": {
      const prior = dominantGoalPrior.posterior(stream, goals, 0);
      prior.observe(weights);
      prior.draw(weights);
      return weights;
    }
    case "start":
      weights.fill(0.1 / (goals - 1));
      weights[0] = 0.9;
      return weights;
    case "equal":
      return weights.fill(1 / goals);
    case "single":
      weights[0] = 1;
      return weights;
    case "dirichlet":
      return dirichlet(stream, weights.fill(1))();
    default:
      throw new RangeError(`no population named ${name}`);
  }
}
