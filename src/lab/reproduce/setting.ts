import {
  criticalWork,
  type DiscreteWalkLaw,
  discreteWalkLaw,
  simulateWalk,
  type Walk,
} from "../../law/index.js";
import { type Estimate, mean, RandomStream, studentTQuantile, variance } from "../../numeric/index.js";

/** Defaults are the paper's (arXiv:2511.10704). */
export interface ReproduceParameters {
  readonly seed: number;
  /** Simulated trials of each case, >= 2. Default 20. */
  readonly trials: number;
  /** Steps of each trial. Default 10,000. */
  readonly steps: number;
  /** N. Default 7e9. */
  readonly parameterCount: number;
  /** Largest eigenvalue of the Fisher matrix. Default 1.2. */
  readonly lambdaMax: number;
  /** eta. Default 1e-4. */
  readonly learningRate: number;
  /**
   * sigma_eps^2. Default 0.01. The paper calls it a variance; as the *amplitude* of a step's noise, in nats, it
   * reproduces the table, and so it enters the walk.
   */
  readonly noise: number;
  /** S at step 0, nats. Default 0.32. */
  readonly start: number;
  /** p(g_1) at step 0, of two goals. Default 0.9. */
  readonly intendedProbability: number;
  /** gamma = margin x gamma_crit. Default 1.5. */
  readonly margin: number;
}

export const paperParameters: Omit<ReproduceParameters, "seed"> = {
  trials: 20,
  steps: 10_000,
  parameterCount: 7e9,
  lambdaMax: 1.2,
  learningRate: 1e-4,
  noise: 0.01,
  start: 0.32,
  intendedProbability: 0.9,
  margin: 1.5,
};

/** The figures that the paper reports, against which ours are set. */
export const reported = {
  initialEntropy: 0.32,
  work: 20.4,
  driftMean: 1.69,
  driftSd: 1.08,
  stableMean: 0,
  stableSd: 0,
  pValue: 4.19e-17,
  trials: 20,
  oneSource: [0.9, 1.1],
  scan: [0.8, 1, 1.5, 2],
} as const;

/** One case of the paper's equation, simulated. */
export interface Run {
  /** Mean over the trials, with its Student t interval. */
  readonly mean: Estimate;
  /** Standard deviation over the trials. */
  readonly sd: number;
}

/** What the claims share: the parameters, the quantities that follow from them, and the equation run and solved. */
export interface Setting {
  readonly parameters: ReproduceParameters;
  readonly stream: RandomStream;
  /** gamma_crit. */
  readonly criticalWork: number;
  /** sigma = eta lambda_max, nats per step: half by exploration, half by gaming. */
  readonly production: number;
  walk(production: number, work: number): Walk;
  /** The trials of one case; a case is simulated from its own stream. */
  simulate(name: string, walk: Walk): Run;
  /** Law of S after all steps, without Monte Carlo error; solved once for each walk. */
  law(walk: Walk): DiscreteWalkLaw;
}

export function setting(parameters: ReproduceParameters): Setting {
  const { seed, trials, steps, parameterCount, lambdaMax, learningRate, noise, start } = parameters;
  if (!(Number.isInteger(trials) && trials >= 2))
    throw new RangeError(`trials must be an integer >= 2, got ${trials}`);
  const stream = RandomStream.fromSeed(seed).split("reproduce");
  const laws = new Map<number, DiscreteWalkLaw>();
  return {
    parameters,
    stream,
    criticalWork: criticalWork(lambdaMax, parameterCount),
    production: learningRate * lambdaMax,
    walk: (production, work) => ({ start, drift: production - work, noise }),
    simulate: (name, walk) =>
      overTrials(simulateWalk(walk, { steps, trials, stream: stream.split(name) }).final),
    law(walk) {
      const law = laws.get(walk.drift) ?? discreteWalkLaw(walk, steps);
      laws.set(walk.drift, law);
      return law;
    },
  };
}

function overTrials(values: Float64Array): Run {
  const n = values.length;
  const value = mean(values)!;
  const sd = Math.sqrt(variance(values)!);
  const half = studentTQuantile(0.975, n - 1) * (sd / Math.sqrt(n));
  return {
    mean: {
      value,
      lower: value - half,
      upper: value + half,
      level: 0.95,
      method: "Student t",
      n,
      covers: "simulated trials: where the mean of endlessly many would lie",
    },
    sd,
  };
}
