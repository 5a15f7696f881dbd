/**
 * What a population's episodes say about K goals, in the form every estimator of this folder reads: compressed sparse
 * rows, each scaled by its largest entry, equal rows merged.
 *
 * Entries of row r: start[r] .. start[r + 1] - 1 in `goal` and `likelihood`.
 */
export interface EpisodeLikelihoods {
  /** K. */
  readonly goals: number;
  /** Episodes that some goal allows: the sum of `multiplicity`. */
  readonly episodes: number;
  /** Episodes that no goal allows: -Infinity throughout. They are in nothing else; a noise column would explain them. */
  readonly unexplained: number;
  /** Distinct rows. */
  readonly rows: number;
  /** Episodes with each row, [rows]. */
  readonly multiplicity: Float64Array;
  /** [rows + 1] */
  readonly start: Int32Array;
  readonly goal: Int32Array;
  /** P(episode | goal) over the largest of its row: in (0, 1]. */
  readonly likelihood: Float64Array;
  /** ln of what the scaling took out: the sum over episodes of their largest log-likelihood. */
  readonly logScale: number;
}

/** Entries below e^-50 of their row's largest are 0: no data set moves a posterior weight by them. */
const CUTOFF = -50;
/**
 * Log-likelihood ratios are rounded to multiples of 2^-30, about the accuracy of soft values: so episodes that say the
 * same are equal whatever their rounding errors, as paths with the same ends are in an undiscounted deterministic world.
 */
const GRID = 2 ** 30;

/**
 * @param logLikelihood ln P(episode e | goal g) at [e * goals + g], nats; any constant may be added to a row, and
 *   -Infinity says that the goal rules the episode out.
 * @param multiplicity how often each row was seen, non-negative; default once.
 * @throws RangeError naming episode and goal of an entry that is NaN or +Infinity.
 */
export function episodeLikelihoods(
  logLikelihood: ArrayLike<number>,
  goals: number,
  multiplicity?: ArrayLike<number>,
): EpisodeLikelihoods {
  if (!(Number.isInteger(goals) && goals >= 1))
    throw new RangeError(`goals must be a positive integer, got ${goals}`);
  const given = logLikelihood.length / goals;
  if (!Number.isInteger(given) || (multiplicity !== undefined && multiplicity.length !== given))
    throw new RangeError(
      `expected ${goals} log-likelihoods an episode and a multiplicity for each, got ${logLikelihood.length} and ${multiplicity?.length ?? "none"}`,
    );
  const distinct = new DistinctRows(given, logLikelihood.length);
  let [unexplained, episodes, logScale] = [0, 0, 0];
  for (let e = 0; e < given; e++) {
    const times = multiplicity?.[e] ?? 1;
    if (!(times >= 0 && times < Infinity))
      throw new RangeError(`multiplicity ${e} must be non-negative and finite, got ${times}`);
    const top = largest(logLikelihood, e, goals);
    if (times === 0) continue;
    if (top === -Infinity) {
      unexplained += times;
      continue;
    }
    for (let g = 0; g < goals; g++) {
      const ratio = Math.round((logLikelihood[e * goals + g] - top) * GRID) / GRID;
      if (ratio >= CUTOFF) distinct.put(g, ratio);
    }
    distinct.close(times);
    episodes += times;
    logScale += times * top;
  }
  return { goals, episodes, unexplained, logScale, ...distinct.result() };
}

function largest(logLikelihood: ArrayLike<number>, episode: number, goals: number): number {
  let top = -Infinity;
  for (let g = 0; g < goals; g++) {
    const value = logLikelihood[episode * goals + g];
    if (!(value < Infinity))
      throw new RangeError(
        `the log-likelihood of episode ${episode} under goal ${g} must be a number below Infinity, got ${value}`,
      );
    if (value > top) top = value;
  }
  return top;
}

/** Sparse rows without repetition, found by hashing (open addressing). A row is put entry by entry, then closed. */
class DistinctRows {
  readonly #goal: Int32Array;
  readonly #value: Float64Array;
  readonly #start: Int32Array;
  readonly #multiplicity: Float64Array;
  /** 1 + the row in each slot, 0 where free. */
  readonly #slots: Int32Array;
  readonly #bits = new Int32Array(2);
  readonly #float = new Float64Array(this.#bits.buffer);
  #rows = 0;
  #end = 0;

  constructor(rows: number, entries: number) {
    this.#goal = new Int32Array(entries);
    this.#value = new Float64Array(entries);
    this.#start = new Int32Array(rows + 1);
    this.#multiplicity = new Float64Array(rows);
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * rows + 2)));
  }

  put(goal: number, value: number): void {
    this.#goal[this.#end] = goal;
    this.#value[this.#end++] = value;
  }

  close(times: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#hash() & mask;
    while (this.#slots[slot] !== 0 && !this.#sameAs(this.#slots[slot] - 1)) slot = (slot + 1) & mask;
    if (this.#slots[slot] === 0) {
      this.#slots[slot] = ++this.#rows;
      this.#start[this.#rows] = this.#end;
    } else {
      this.#end = this.#start[this.#rows];
    }
    this.#multiplicity[this.#slots[slot] - 1] += times;
  }

  result() {
    return {
      rows: this.#rows,
      multiplicity: this.#multiplicity.slice(0, this.#rows),
      start: this.#start.slice(0, this.#rows + 1),
      goal: this.#goal.slice(0, this.#end),
      likelihood: this.#value.slice(0, this.#end).map(Math.exp),
    };
  }

  #hash(): number {
    let h = 0;
    for (let i = this.#start[this.#rows]; i < this.#end; i++) {
      this.#float[0] = this.#value[i];
      h = Math.imul(h ^ this.#bits[0] ^ (this.#goal[i] << 16), 0x85ebca6b);
      h = Math.imul((h >>> 15) ^ h ^ this.#bits[1], 0xc2b2ae35);
    }
    return h ^ (h >>> 16);
  }

  #sameAs(row: number): boolean {
    const [from, open] = [this.#start[row], this.#start[this.#rows]];
    if (this.#start[row + 1] - from !== this.#end - open) return false;
    for (let i = from, j = open; j < this.#end; i++, j++)
      if (this.#goal[i] !== this.#goal[j] || this.#value[i] !== this.#value[j]) return false;
    return true;
  }
}
