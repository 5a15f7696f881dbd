import type { RandomStream } from "../../numeric/index.js";
import { type Evolution, type Generation, positive, worstToBest } from "./evolution.js";
import { NoiseTable } from "./noise-table.js";

export interface GeneticAlgorithmOptions {
  /** Members, at least 2. */
  readonly size: number;
  /** Fittest members that have children, T. */
  readonly parents: number;
  /** Standard deviation of a mutation, sigma. */
  readonly sd: number;
  /** Everything random, by generation. */
  readonly stream: RandomStream;
}

/**
 * The genetic algorithm of Such et al. (2017, arXiv:1712.06567, algorithm 1): truncation selection, Gaussian mutation of
 * every parameter, no crossover, and the fittest member kept as it is (elitism). The champion is that member. Where fitness is
 * measured anew each generation with noise, the fittest is the luckiest too: the paper scores the ten best again, this does not.
 */
export function geneticAlgorithm(
  parameters: number,
  options: GeneticAlgorithmOptions,
): Evolution<Generation> {
  const { size, parents, stream } = options;
  if (!(Number.isInteger(size) && size >= 2))
    throw new RangeError(`size must be a whole number >= 2, got ${size}`);
  if (!(Number.isInteger(parents) && parents >= 1 && parents <= size))
    throw new RangeError(`parents must be a whole number from 1 to the size ${size}, got ${parents}`);
  const sd = positive("sd", options.sd);
  const table = new NoiseTable(stream.split("noise"), parameters);

  /** The elite, then children of `pool`. */
  const breed = (generation: number, pool: readonly Float32Array<ArrayBuffer>[]): Generation => {
    const draws = stream.split("children", generation);
    const champion = (pool[0] as Float32Array<ArrayBuffer>).slice();
    const population = new Float32Array(size * parameters);
    population.set(champion);
    for (let member = 1; member < size; member++) {
      const parent = pool[draws.integer(pool.length)] as Float32Array;
      const noise = table.at(table.place(draws));
      const offset = member * parameters;
      for (let j = 0; j < parameters; j++)
        population[offset + j] = (parent[j] as number) + sd * (noise[j] as number);
    }
    return { generation, champion, population };
  };

  return {
    name: "genetic algorithm",
    size,
    init: (start) => breed(0, [Float32Array.from(start)]),
    step({ generation, population }, fitness) {
      const fittest = worstToBest(fitness, size).reverse().slice(0, parents);
      const pool = fittest.map((member) =>
        population.subarray(member * parameters, (member + 1) * parameters),
      );
      return breed(generation + 1, pool);
    },
  };
}
