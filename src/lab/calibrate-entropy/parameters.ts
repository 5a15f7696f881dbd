/** Every number of the calibration; `cellsOf` says what is run. */
export type CalibrateEntropyParameters = typeof calibrateEntropyDefaults;

export const calibrateEntropyDefaults = {
  /** Of a cell with at most `large` episodes; each trial runs its equal share. */
  replications: 1000,
  trials: 20,
  /** Cells with more episodes than this take most of the time, */
  large: 1000,
  /** so they get so many replications by default, and no claim. */
  largeReplications: 100,
  goals: [2, 3, 5, 10, 20],
  episodes: [10, 30, 100, 1000, 10_000],
  /** Low and high rationality: episodes leave their goal in doubt, and hardly do. */
  beta: [1.6, 4],
  /** "drawn", "start", "equal", "single" or "dirichlet"; see populations.ts. */
  populations: ["drawn", "start", "equal"],
  /** Cells a side of the gridworld, 2 of them wall or exits; at most 4 (side - 2) goals. */
  side: 7,
  /** What ending at another goal's exit costs, in steps. */
  wrongExit: 4,
  discount: 0.95,
  /** Moves of an episode that are observed, at most. */
  steps: 8,
  /** Of the Gibbs sampler: see ChainOptions of goals/. Fewer effective draws than its defaults, for speed. */
  chains: 2,
  sweeps: 256,
  maxSweeps: 16_384,
  minEffective: 100,
  maxRHat: 1.05,
  /** Of the Laplace route. */
  draws: 1000,
};

export interface Cell {
  readonly goals: number;
  readonly beta: number;
  readonly population: string;
  readonly episodes: number;
  readonly replications: number;
}

/** In the order in which a trial runs them: cells of one world together. */
export function cellsOf(p: CalibrateEntropyParameters): readonly Cell[] {
  return p.goals.flatMap((goals) =>
    p.beta.flatMap((beta) =>
      p.populations.flatMap((population) =>
        p.episodes.map((episodes) => ({
          goals,
          beta,
          population,
          episodes,
          replications: episodes > p.large ? p.largeReplications : p.replications,
        })),
      ),
    ),
  );
}

const COUNTS = [
  "replications",
  "trials",
  "large",
  "largeReplications",
  "steps",
  "chains",
  "sweeps",
  "minEffective",
  "draws",
] as const;
const POPULATIONS = ["drawn", "start", "equal", "single", "dirichlet"];

/** What is wrong with `parameters`, or undefined. */
export function problem(p: CalibrateEntropyParameters): string | undefined {
  for (const name of COUNTS)
    if (!(Number.isInteger(p[name]) && p[name] >= 1))
      return `${name} must be a whole number >= 1, got ${p[name]}`;
  for (const name of ["replications", "largeReplications"] as const)
    if (p[name] % p.trials !== 0) return `${name} (${p[name]}) must be a multiple of trials (${p.trials})`;
  const places = 4 * (p.side - 2);
  if (!(Number.isInteger(p.side) && p.side >= 5 && p.side % 2 === 1))
    return `side must be an odd whole number >= 5, got ${p.side}`;
  if (!p.goals.every((goals) => Number.isInteger(goals) && goals >= 2 && goals <= places))
    return `goals must be whole numbers from 2 to ${places}, the exits of a world of side ${p.side}`;
  if (!p.episodes.every((episodes) => Number.isInteger(episodes) && episodes >= 1))
    return "episodes must be whole numbers >= 1";
  if (!p.beta.every((beta) => beta > 0 && Number.isFinite(beta))) return "beta must be positive";
  const unknown = p.populations.find((population) => !POPULATIONS.includes(population));
  if (unknown !== undefined)
    return `populations must be of ${POPULATIONS.join(", ")}, got ${JSON.stringify(unknown)}`;
  if (!(p.wrongExit > 0 && p.discount > 0 && p.discount < 1))
    return "wrongExit must be positive and discount between 0 and 1";
  if (!(p.sweeps >= 8 && p.maxSweeps >= p.sweeps)) return "expected 8 <= sweeps <= maxSweeps";
  return undefined;
}
