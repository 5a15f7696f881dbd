/** One trial: a batch of replications of one cell. */
import {
  coverageWarnings,
  drawWeights,
  effectiveCounts,
  entropyInterval,
  entropyLimits,
  episodeLikelihoods,
  laplaceWeights,
  weightEntropy,
} from "../../goals/index.js";
import { categorical, RandomStream } from "../../numeric/index.js";
import type { TrialContext } from "../experiment.js";
import { type CalibrateEntropyParameters, type Cell, cellsOf } from "./parameters.js";
import { drawPopulation } from "./populations.js";
import { type ExitWorld, exitWorld } from "./world.js";

/** Sums over replications. */
export interface CellTally {
  replications: number;
  /** Intervals of S that contain the truth. */
  covered95: number;
  covered80: number;
  /** Truth below and above the 95% interval. */
  below: number;
  above: number;
  laplaceCovered95: number;
  /** Posterior mean less truth, nats. */
  error: number;
  squaredError: number;
  width95: number;
  width80: number;
  /** 95% intervals that reach to 0 and to ln K. */
  reachesZero: number;
  reachesTop: number;
  /** Replications with each of the warnings that a user would get; `warned` counts those with any. */
  warned: number;
  few: number;
  rare: number;
  end: number;
  /** Replications that were sampled (the rest took the Laplace route), that did not mix, and their sweeps. */
  sampled: number;
  unmixed: number;
  sweeps: number;
  designEffect: number;
}

const empty = (): CellTally => ({
  replications: 0,
  covered95: 0,
  covered80: 0,
  below: 0,
  above: 0,
  laplaceCovered95: 0,
  error: 0,
  squaredError: 0,
  width95: 0,
  width80: 0,
  reachesZero: 0,
  reachesTop: 0,
  warned: 0,
  few: 0,
  rare: 0,
  end: 0,
  sampled: 0,
  unmixed: 0,
  sweeps: 0,
  designEffect: 0,
});

export const addTallies = (a: CellTally, b: CellTally): CellTally =>
  Object.fromEntries(
    Object.entries(a).map(([key, value]) => [key, value + b[key as keyof CellTally]]),
  ) as unknown as CellTally;

/** Runs the one cell of `parameters`; see partOf. */
export async function trial(
  parameters: CalibrateEntropyParameters,
  seed: number,
  { progress }: TrialContext,
): Promise<CellTally> {
  const root = RandomStream.fromSeed(seed);
  const [cell] = cellsOf(parameters) as [Cell];
  const { goals, beta, population, episodes } = cell;
  const world = exitWorld(goals, beta, parameters);
  const tally = empty();
  for (let r = 0; r < parameters.replications; r++) {
    await progress(
      r / parameters.replications,
      `${goals} goals, beta ${beta}, ${population}, ${episodes} episodes`,
    );
    replicate(parameters, cell, world, root.split(r), tally);
  }
  return tally;
}

/** Draws a population, lets it act, measures S from its episodes, and adds how that went to `tally`. */
function replicate(
  { chains, sweeps, maxSweeps, minEffective, maxRHat, draws: laplaceDraws }: CalibrateEntropyParameters,
  { goals, population, episodes }: Cell,
  world: ExitWorld,
  stream: RandomStream,
  tally: CellTally,
): void {
  const weights = drawPopulation(population, goals, stream.split("population"));
  const truth = weightEntropy(weights);
  const likelihoods = episodeLikelihoods(behave(world, weights, episodes, stream.split("behaviour")), goals);
  const effective = effectiveCounts(likelihoods)!;
  const chainOptions = { chains, sweeps, maxSweeps, minEffective, maxRHat };
  const options = { stream: stream.split("posterior"), draws: laplaceDraws, ...chainOptions };
  const draws = drawWeights(likelihoods, options, effective)!;
  const laplace =
    "sweeps" in draws
      ? laplaceWeights(likelihoods, { stream: stream.split("laplace"), draws: laplaceDraws, effective })!
      : draws;
  const limits = entropyLimits(likelihoods);
  const wide = entropyInterval(draws, 0.95, limits);
  const narrow = entropyInterval(draws, 0.8, limits);
  const rough = entropyInterval(laplace, 0.95, limits);
  const error = draws.entropy.reduce((a, b) => a + b, 0) / draws.draws - truth;
  const covers = ({ lower, upper }: { lower: number; upper: number }) =>
    Number(lower <= truth && truth <= upper);

  tally.replications += 1;
  tally.covered95 += covers(wide);
  tally.covered80 += covers(narrow);
  tally.below += Number(truth < wide.lower);
  tally.above += Number(truth > wide.upper);
  tally.laplaceCovered95 += covers(rough);
  tally.error += error;
  tally.squaredError += error ** 2;
  tally.width95 += wide.upper - wide.lower;
  tally.width80 += narrow.upper - narrow.lower;
  tally.reachesZero += Number(wide.lower === 0);
  tally.reachesTop += Number(wide.upper === Math.log(goals));
  const warnings = coverageWarnings(likelihoods, effective, limits, 0.95, world.names);
  tally.warned += Number(warnings.length > 0);
  for (const { kind } of warnings) tally[kind] += 1;
  if ("sweeps" in draws) {
    tally.sampled += 1;
    tally.unmixed += Number(!draws.mixed);
    tally.sweeps += draws.sweeps;
  }
  tally.designEffect += effective.designEffect;
}

/** ln P(episode | goal) of episodes of agents that pick their goals by `weights`, [episodes * goals]. */
function behave(
  world: ExitWorld,
  weights: Float64Array,
  episodes: number,
  stream: RandomStream,
): Float64Array {
  const logLikelihood = new Float64Array(episodes * world.goals);
  const goal = categorical(stream, weights);
  for (let e = 0; e < episodes; e++) world.walk(stream, goal(), logLikelihood, e * world.goals);
  return logLikelihood;
}
