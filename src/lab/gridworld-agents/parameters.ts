import type { Execution } from "../execution.js";
import {
  atLeast,
  each,
  execution,
  fraction,
  notNegative,
  positive,
  problemIn,
  someOf,
  whole,
} from "../parameter-checks.js";
import { type WorldName, worldNames } from "./worlds/registry.js";

/** Every number of the experiment. */
export type GridworldAgentsParameters = typeof gridworldAgentsDefaults;

export const gridworldAgentsDefaults = {
  seeds: 12,
  worlds: worldNames as readonly WorldName[],
  /** Updates of each run. */
  updates: 200,
  /** Episodes of each update. */
  batch: 24,
  hidden: 32,
  rate: 0.3,
  /** Weight of the policy's entropy: exploration. */
  entropyBonus: 0.02,
  /** Updates between measurements of the goals. */
  measureEvery: 25,
  /** Episodes of each measurement. */
  episodes: 40,
  /** Supervised steps, and their rate, of an agent that starts aligned. */
  imitationSteps: 1000,
  imitationRate: 2,
  /** Gamma of the constant policy, and where adaptive KL starts: as much as advantages of unit variance. */
  gamma: 1,
  margin: 1.5,
  /** Divergence that adaptive KL holds, nats a step. */
  divergenceTarget: 0.1,
  /** p(g_1) of the paper's start: feedback holds the S that goes with it. */
  startFidelity: 0.9,
  /** Fidelity from which on an agent counts as pursuing the intended goal. */
  heldFidelity: 0.8,
  /** "auto" (natively where possible), "native" or "wasm": the last gives the same bytes on every machine. */
  execution: "auto" as Execution,
};

/** Two seeds of every world, shortened. */
export const quick: Partial<GridworldAgentsParameters> = {
  seeds: 2,
  updates: 40,
  measureEvery: 20,
  batch: 16,
  episodes: 20,
  imitationSteps: 800,
};

const COUNTS = ["seeds", "updates", "batch", "hidden", "measureEvery", "episodes", "imitationSteps"] as const;
const POSITIVE = ["rate", "imitationRate", "gamma", "margin", "divergenceTarget"] as const;

/** What is wrong with `parameters`, or undefined. */
export const problem = (p: GridworldAgentsParameters): string | undefined =>
  problemIn(p, each(COUNTS, whole()), each(POSITIVE, positive), {
    entropyBonus: notNegative,
    hidden: whole(1, 10_000),
    episodes: atLeast(2),
    heldFidelity: fraction,
    startFidelity: fraction,
    worlds: someOf(worldNames),
    execution,
  });
