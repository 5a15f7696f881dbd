import type { DiscreteWalkLaw } from "../../law/index.js";
import { mean, quantileSorted, type RandomStream, variance } from "../../numeric/index.js";

/** What a table of `trials` trials would print, were it made again and again from the law. */
export interface Prediction {
  /** 2.5% and 97.5% quantiles of the mean over trials. */
  readonly mean: readonly [number, number];
  /** The same of the standard deviation over trials. */
  readonly sd: readonly [number, number];
  /** P(sd over trials >= the reported one). */
  readonly sdTail: number;
  readonly tables: number;
}

/** Tables drawn: the standard error of a 5% tail is then 0.2%. */
const TABLES = 10_000;

export function predictTables(
  law: DiscreteWalkLaw,
  trials: number,
  reportedSd: number,
  stream: RandomStream,
): Prediction {
  const draw = law.sampler(stream);
  const means = new Float64Array(TABLES);
  const sds = new Float64Array(TABLES);
  const table = new Float64Array(trials);
  for (let i = 0; i < TABLES; i++) {
    for (let k = 0; k < trials; k++) table[k] = draw();
    means[i] = mean(table)!;
    sds[i] = Math.sqrt(variance(table)!);
  }
  means.sort();
  sds.sort();
  return {
    mean: [quantileSorted(means, 0.025), quantileSorted(means, 0.975)],
    sd: [quantileSorted(sds, 0.025), quantileSorted(sds, 0.975)],
    sdTail: sds.filter((sd) => sd >= reportedSd).length / TABLES,
    tables: TABLES,
  };
}
