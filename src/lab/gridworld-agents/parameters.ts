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
  execution: "auto" as "auto" | "native" | "wasm",
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
export function problem(parameters: GridworldAgentsParameters): string | undefined {
  for (const name of COUNTS) {
    const value = parameters[name];
    if (!(Number.isInteger(value) && value >= 1)) return `${name} must be a whole number >= 1, got ${value}`;
  }
  for (const name of POSITIVE) {
    const value = parameters[name];
    if (!(value > 0 && Number.isFinite(value))) return `${name} must be positive and finite, got ${value}`;
  }
  const { entropyBonus, episodes, execution, heldFidelity, startFidelity, worlds } = parameters;
  if (!(entropyBonus >= 0 && Number.isFinite(entropyBonus)))
    return `entropyBonus must be finite and >= 0, got ${entropyBonus}`;
  if (episodes < 2) return `episodes must be at least 2, got ${episodes}`;
  for (const [name, value] of Object.entries({ heldFidelity, startFidelity }))
    if (!(value > 0 && value < 1)) return `${name} must lie between 0 and 1, got ${value}`;
  const unknown = worlds.find((name) => !worldNames.includes(name));
  if (unknown !== undefined || worlds.length === 0 || new Set(worlds).size < worlds.length)
    return `worlds must list different ones of ${worldNames.join(", ")}, got ${JSON.stringify(worlds)}`;
  if (!["auto", "native", "wasm"].includes(execution))
    return `execution must be auto, native or wasm, got ${JSON.stringify(execution)}`;
  return undefined;
}
