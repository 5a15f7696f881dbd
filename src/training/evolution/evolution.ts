/**
 * Training without gradients: a population of parameter vectors is scored from outside, and the scores make the next
 * population. One contract, `init -> step(fitness)`; populations are [size, parameters], row-major, float32.
 */

/** One generation. Plain data: the same state and fitness give the same next state. */
export interface Generation {
  /** Generations scored so far. */
  readonly generation: number;
  /** What is to be scored. */
  readonly population: Float32Array<ArrayBuffer>;
  /** The parameters that stand for the whole: what would be deployed now. */
  readonly champion: Float32Array<ArrayBuffer>;
}

export interface Evolution<State extends Generation = Generation> {
  readonly name: string;
  /** Members of a population. */
  readonly size: number;
  init(parameters: ArrayLike<number>): State;
  /**
   * The next generation.
   * @param fitness one a member, larger is better; only its order counts. What is no number comes last.
   * @throws RangeError for another number of fitness values than members.
   */
  step(state: State, fitness: ArrayLike<number>): State;
}

/** Members from worst to best; equals in their order. */
export function worstToBest(fitness: ArrayLike<number>, size: number): number[] {
  if (fitness.length !== size) throw new RangeError(`expected ${size} fitness values, got ${fitness.length}`);
  const key = (i: number): number => {
    const value = fitness[i] as number;
    return Number.isNaN(value) ? -Infinity : value;
  };
  return Array.from({ length: size }, (_, i) => i).sort((a, b) =>
    key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0,
  );
}

/** @throws RangeError unless `value` is positive and finite. */
export function positive(name: string, value: number): number {
  if (!(value > 0 && Number.isFinite(value)))
    throw new RangeError(`${name} must be positive and finite, got ${value}`);
  return value;
}
