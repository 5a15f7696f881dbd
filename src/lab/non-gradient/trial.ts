/** One seed: from one aligned network, every method under every share of work, and under no selection at all. */
import { startEngine } from "../../engine/index.js";
import { normal } from "../../numeric/index.js";
import {
  Diverged,
  type Evolution,
  evolutionStrategy,
  geneticAlgorithm,
  populationLosses,
} from "../../training/index.js";
import type { TrialContext } from "../experiment.js";
import type { NonGradientParameters } from "./parameters.js";
import { type Point, World } from "./world.js";

export type EvolutionName = "strategy" | "genetic";
export const evolutionNames: readonly EvolutionName[] = ["strategy", "genetic"];
export type MethodName = EvolutionName | "gradient";

/** The share of work, or fitness drawn at random: drift by mutation alone. */
export type Condition = number | "no selection";

export interface TrialRun {
  readonly method: MethodName;
  readonly condition: Condition;
  readonly points: readonly Point[];
  /** Generation at which divergence was seen, or null. */
  readonly divergedAt: number | null;
}

export interface NonGradientTrial {
  readonly seed: number;
  readonly execution: string;
  readonly runs: readonly TrialRun[];
}

export async function trial(
  p: NonGradientParameters,
  seed: number,
  { progress }: TrialContext,
): Promise<NonGradientTrial> {
  await startEngine();
  const world = new World(p, seed);
  const { start, execution } = world.aligned();
  const planned = evolutionNames
    .flatMap((method): [MethodName, Condition][] => [
      ...p.shares.map((share): [MethodName, Condition] => [method, share]),
      [method, "no selection"],
    ])
    .concat(p.shares.map((share) => ["gradient", share]));
  const runs: TrialRun[] = [];
  for (const [method, condition] of planned) {
    const label = condition === "no selection" ? condition : `share ${condition}`;
    await progress(runs.length / planned.length, `${labels[method]}, ${label}`);
    runs.push({
      method,
      condition,
      ...(method === "gradient"
        ? descend(p, world, start, condition as number)
        : evolve(p, world, start, method, condition)),
    });
  }
  return { seed, execution, runs };
}

export const labels: Readonly<Record<MethodName, string>> = {
  strategy: "evolution strategy",
  genetic: "genetic algorithm",
  gradient: "gradient descent",
};

function evolutionOf(p: NonGradientParameters, world: World, name: EvolutionName): Evolution {
  const { size } = world.architecture.layout;
  const stream = world.root.split(name);
  return name === "strategy"
    ? evolutionStrategy(size, { size: p.population, sd: p.strategySd, rate: p.strategyRate, stream })
    : geneticAlgorithm(size, { size: p.population, parents: p.parents, sd: p.mutationSd, stream });
}

type Course = Pick<TrialRun, "points" | "divergedAt">;

function evolve(
  p: NonGradientParameters,
  world: World,
  start: Float32Array<ArrayBuffer>,
  name: EvolutionName,
  condition: Condition,
): Course {
  const evolution = evolutionOf(p, world, name);
  const chance = normal(world.root.split("no selection", name));
  const fitness = (population: Float32Array<ArrayBuffer>, generation: number): ArrayLike<number> =>
    condition === "no selection"
      ? Float64Array.from({ length: p.population }, chance)
      : populationLosses(world.architecture, population, world.batch(generation, condition), {
          execution: p.execution,
        }).map((loss) => -loss);
  const points: Point[] = [];
  let state = evolution.init(start);
  for (let generation = 0; generation <= p.generations; generation++) {
    if (generation % p.measureEvery === 0) {
      const point = world.at(world.learner(state.champion), generation);
      if (point === undefined) return { points, divergedAt: generation };
      points.push(point);
    }
    if (generation < p.generations) state = evolution.step(state, fitness(state.population, generation));
  }
  return { points, divergedAt: null };
}

function descend(
  p: NonGradientParameters,
  world: World,
  start: Float32Array<ArrayBuffer>,
  share: number,
): Course {
  const learner = world.learner(start);
  const points: Point[] = [];
  for (let step = 0; step <= p.generations; step++) {
    if (step % p.measureEvery === 0) {
      const point = world.at(learner, step);
      if (point === undefined) return { points, divergedAt: step };
      points.push(point);
    }
    if (step === p.generations) break;
    try {
      learner.step(world.batch(step, share), { eta: p.gradientRate, gamma: 0 });
    } catch (error) {
      if (!(error instanceof Diverged)) throw error;
      return { points, divergedAt: error.step };
    }
  }
  return { points, divergedAt: null };
}
