import type { RandomStream } from "../../numeric/index.js";
import { type Evolution, type Generation, positive, worstToBest } from "./evolution.js";
import { NoiseTable } from "./noise-table.js";

export interface EvolutionStrategyOptions {
  /** Members, an even number: half of them and their mirror images. */
  readonly size: number;
  /** Standard deviation sigma of the members around the centre. */
  readonly sd: number;
  /** Step size alpha. */
  readonly rate: number;
  /** Everything random, by generation. */
  readonly stream: RandomStream;
}

export interface StrategyState extends Generation {
  /** Where the noise of each pair lies in the table. */
  readonly places: readonly number[];
}

/**
 * OpenAI's evolution strategy (Salimans et al. 2017, arXiv:1703.03864, algorithm 1) with mirrored sampling and centred ranks:
 *
 *     theta <- theta + alpha / (n sigma) sum_i u_i e_i,   members theta + sigma e_i and theta - sigma e_i
 *
 * u_i in [-1/2, 1/2] is the rank of member i's fitness. Plain steps: the paper's Adam and weight decay are left out, so that
 * without selection the centre makes a random walk. The champion is the centre.
 */
export function evolutionStrategy(
  parameters: number,
  options: EvolutionStrategyOptions,
): Evolution<StrategyState> {
  const { size, stream } = options;
  if (!(Number.isInteger(size) && size >= 2 && size % 2 === 0))
    throw new RangeError(`size must be an even whole number >= 2, got ${size}`);
  const sd = positive("sd", options.sd);
  const rate = positive("rate", options.rate);
  const table = new NoiseTable(stream.split("noise"), parameters);

  const spread = (generation: number, champion: Float32Array<ArrayBuffer>): StrategyState => {
    const draws = stream.split("places", generation);
    const places = Array.from({ length: size / 2 }, () => table.place(draws));
    const population = new Float32Array(size * parameters);
    places.forEach((place, pair) => {
      const noise = table.at(place);
      const [plus, minus] = [2 * pair * parameters, (2 * pair + 1) * parameters];
      for (let j = 0; j < parameters; j++) {
        const move = sd * (noise[j] as number);
        population[plus + j] = (champion[j] as number) + move;
        population[minus + j] = (champion[j] as number) - move;
      }
    });
    return { generation, champion, population, places };
  };

  return {
    name: "evolution strategy",
    size,
    init: (start) => spread(0, Float32Array.from(start)),
    step({ generation, champion, places }, fitness) {
      const weights = new Float64Array(size);
      worstToBest(fitness, size).forEach((member, rank) => {
        weights[member] = rank / (size - 1) - 0.5;
      });
      const move = new Float64Array(parameters);
      places.forEach((place, pair) => {
        const weight = (weights[2 * pair] as number) - (weights[2 * pair + 1] as number);
        const noise = table.at(place);
        for (let j = 0; j < parameters; j++) move[j]! += weight * (noise[j] as number);
      });
      const step = rate / (size * sd);
      return spread(
        generation + 1,
        champion.map((x, j) => x + step * (move[j] as number)),
      );
    },
  };
}
