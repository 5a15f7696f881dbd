import { product, tooLarge } from "../array-sizes.js";
import {
  above,
  atMost,
  distinct,
  each,
  notEmpty,
  positive,
  problemIn,
  someOf,
  whole,
  wholes,
} from "../parameter-checks.js";

/** Every number of the calibration; `cellsOf` says what is run. */
export type CalibrateEntropyParameters = typeof calibrateEntropyDefaults;

export const calibrateEntropyDefaults = {
  /** Of a cell. */
  replications: 1000,
  /** Replications in a trial: what is lost at most when the run is killed. */
  batch: 100,
  goals: [2, 3, 5, 10, 20],
  episodes: [10, 30, 100, 1000, 10_000],
  /** Low and high rationality: episodes leave their goal in doubt, and hardly do. */
  beta: [1.6, 4],
  /** "drawn", "start", "equal", "dirichlet" or "single"; see populations.ts. */
  populations: ["drawn", "start", "equal", "dirichlet"],
  /** Cells a side of the gridworld; it has room for 4 (side - 2) goals. */
  side: 7,
  /** What ending at another goal's exit costs, in steps. */
  wrongExit: 4,
  /** Moves of an episode that are observed, at most. */
  steps: 5,
  /** Of the Gibbs sampler: see ChainOptions of goals/. Fewer effective draws than its defaults, for speed. */
  chains: 2,
  sweeps: 512,
  maxSweeps: 16_384,
  minEffective: 200,
  maxRHat: 1.05,
  /** Of the Laplace route. */
  draws: 1000,
};

export interface Cell {
  readonly goals: number;
  readonly beta: number;
  readonly population: string;
  readonly episodes: number;
}

export function cellsOf(p: CalibrateEntropyParameters): readonly Cell[] {
  return p.goals.flatMap((goals) =>
    p.beta.flatMap((beta) =>
      p.populations.flatMap((population) =>
        p.episodes.map((episodes) => ({ goals, beta, population, episodes })),
      ),
    ),
  );
}

/** A batch of each cell, then the next: trial i belongs to cell i mod cells. */
export const trialsOf = (p: CalibrateEntropyParameters): number =>
  cellsOf(p).length * (p.replications / p.batch);

/** The parameters of trial `index`: one cell, one batch. */
export function partOf(p: CalibrateEntropyParameters, index: number): CalibrateEntropyParameters {
  const cells = cellsOf(p);
  const { goals, beta, population, episodes } = cells[index % cells.length] as Cell;
  return {
    ...p,
    goals: [goals],
    beta: [beta],
    populations: [population],
    episodes: [episodes],
    replications: p.batch,
  };
}

const COUNTS = [
  "replications",
  "batch",
  "side",
  "steps",
  "chains",
  "sweeps",
  "maxSweeps",
  "minEffective",
  "draws",
] as const;
const LISTS = ["goals", "beta", "populations", "episodes"] as const;
const POPULATIONS = ["drawn", "start", "equal", "dirichlet", "single"];

/** What is wrong with `parameters`, or undefined. */
export function problem(p: CalibrateEntropyParameters): string | undefined {
  // Dearer exits than that, and the cost of a step is lost in rounding.
  const wrong = problemIn(p, { wrongExit: atMost(1e6) }, each(COUNTS, whole()), each(LISTS, notEmpty), {
    episodes: wholes,
    populations: someOf(POPULATIONS),
    wrongExit: positive,
    maxRHat: above(1),
  });
  if (wrong !== undefined) return wrong;
  if (p.replications % p.batch !== 0)
    return `replications (${p.replications}) must be a multiple of batch (${p.batch})`;
  if (!(Number.isInteger(p.side) && p.side >= 5 && p.side % 2 === 1))
    return `side must be an odd whole number >= 5, got ${p.side}`;
  const places = 4 * (p.side - 2);
  if (!p.goals.every((goals) => Number.isInteger(goals) && goals >= 2 && goals <= places))
    return `goals must be whole numbers from 2 to ${places}, the exits of a world of side ${p.side}`;
  if (!p.beta.every((beta) => beta > LEAST_BETA && beta <= MOST_BETA))
    return `beta must be at most ${MOST_BETA} and above ln 4 = ${LEAST_BETA.toFixed(3)}, where agents with four ways to go come to an end`;
  if (!(p.sweeps >= 8 && p.maxSweeps >= p.sweeps)) return "expected 8 <= sweeps <= maxSweeps";
  return (
    problemIn(p, each(["goals", "beta", "episodes"], distinct)) ??
    tooLarge(
      product(p, "side", "side", "goals"),
      product(p, "episodes", "goals"),
      product(p, "episodes", "steps"),
      product(p, "draws", "goals"),
      product(p, "chains", "maxSweeps"),
    )
  );
}

/** Below it the soft-optimal agent may find wandering worth its costs: ln 4 nats of freedom a step against beta. */
const LEAST_BETA = Math.log(4);
const MOST_BETA = 1e6;
