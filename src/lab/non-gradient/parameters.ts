import { product, tooLarge } from "../array-sizes.js";
import type { Execution } from "../execution.js";
import { each, enoughInputs, execution, positive, problemIn, whole } from "../parameter-checks.js";

/** Every number of the experiment. */
export type NonGradientParameters = typeof nonGradientDefaults;

export const nonGradientDefaults = {
  seeds: 10,
  /** Units of the one hidden layer: 1,210 parameters. */
  hidden: 16,
  /** Examples by which a generation is scored, and of a step of gradient descent. */
  batch: 64,
  alignmentSteps: 300,
  alignmentRate: 0.1,
  /** Generations, and steps of gradient descent. */
  generations: 300,
  /** Generations between measurements. */
  measureEvery: 5,
  population: 64,
  /** Of the evolution strategy: spread of its members, and step size. */
  strategySd: 0.05,
  strategyRate: 0.01,
  /** Of the genetic algorithm: spread of a mutation, and members that have children. */
  mutationSd: 0.01,
  parents: 8,
  /** Learning rate of gradient descent. */
  gradientRate: 0.05,
  /** Shares of a batch that are labelled by the intended goal: the work. The first must be 0. */
  shares: [0, 0.25, 0.5, 0.75],
  conflictInputs: 500,
  taskInputs: 1000,
  /** "auto" (natively where possible), "native" or "wasm". */
  execution: "auto" as Execution,
};

const COUNTS = [
  "seeds",
  "hidden",
  "batch",
  "alignmentSteps",
  "generations",
  "measureEvery",
  "conflictInputs",
  "taskInputs",
] as const;
const POSITIVE = ["alignmentRate", "strategySd", "strategyRate", "mutationSd", "gradientRate"] as const;

/** Of the network: four cues of 16 numbers. */
const INPUTS = 64;

/** What is wrong with `p`, or undefined. */
export function problem(p: NonGradientParameters): string | undefined {
  const wrong = problemIn(p, each(COUNTS, whole()), each(POSITIVE, positive), {
    population: whole(2),
    parents: whole(),
    conflictInputs: enoughInputs,
    execution,
  });
  if (wrong !== undefined) return wrong;
  if (p.population % 2 !== 0) return `population must be an even number, got ${p.population}`;
  if (!(p.parents <= p.population))
    return `parents must be a whole number from 1 to the population ${p.population}, got ${p.parents}`;
  if (4 * p.measureEvery > p.generations)
    return `measureEvery must be at most a quarter of the generations ${p.generations}, got ${p.measureEvery}`;
  const [first, ...others] = p.shares;
  const rising = others.every((share, i) => share > (p.shares[i] as number) && share <= 1);
  if (first !== 0 || others.length === 0 || !rising)
    return `shares must rise from 0 to at most 1, at least two, got ${JSON.stringify(p.shares)}`;
  const network = { ...p, inputs: INPUTS };
  return tooLarge(
    product(network, "population", "inputs", "hidden"),
    product(network, "population", "batch", "hidden"),
    ...(["batch", "conflictInputs", "taskInputs"] as const).flatMap((inputs) => [
      product(network, inputs, "inputs"),
      product(network, inputs, "hidden"),
    ]),
  );
}
