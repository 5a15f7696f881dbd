import { bonachela } from "./bonachela.js";
import { chaoShen } from "./chao-shen.js";
import { chaoWangJost } from "./chao-wang-jost.js";
import type { EntropyEstimator } from "./contract.js";
import { jeffreys, laplace, minimax, schuermannGrassberger } from "./dirichlet-plug-in.js";
import { grassberger1988 } from "./grassberger-1988.js";
import { grassberger2003 } from "./grassberger-2003.js";
import { jamesStein } from "./james-stein.js";
import { maximumLikelihood } from "./maximum-likelihood.js";
import { millerMadow } from "./miller-madow.js";
import { nsb } from "./nsb.js";
import { pitmanYor } from "./pitman-yor.js";
import { wolpertWolf } from "./wolpert-wolf.js";
import { zhang } from "./zhang.js";

/** Every estimator by its name, with its default parameters. */
export const entropyEstimators: ReadonlyMap<string, EntropyEstimator> = new Map(
  [
    maximumLikelihood,
    millerMadow,
    jeffreys,
    laplace,
    schuermannGrassberger,
    minimax,
    jamesStein,
    chaoShen,
    grassberger2003,
    grassberger1988,
    chaoWangJost,
    zhang,
    bonachela,
    wolpertWolf(),
    nsb,
    pitmanYor,
  ].map((estimator) => [estimator.name, estimator]),
);

/** @throws RangeError listing the names there are. */
export function entropyEstimator(name: string): EntropyEstimator {
  const estimator = entropyEstimators.get(name);
  if (estimator) return estimator;
  throw new RangeError(
    `no entropy estimator is named "${name}"; there are ${[...entropyEstimators.keys()].join(", ")}`,
  );
}
