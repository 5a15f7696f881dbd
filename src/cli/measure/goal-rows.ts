import { type EpisodeLikelihoods, episodeLikelihoods } from "../../goals/index.js";
import { InputError, type Position } from "../../ingest/index.js";
import type { Sample } from "./method.js";

/** Log-likelihoods held at most by all samples of an input: with their working copies some 50 MB, and minutes of Gibbs. */
export const mostHeld = 2 ** 20;

/**
 * Coarsest rounding of a log-likelihood ratio, nats. It displaces a ratio by 0.07 in the root mean square, one way as
 * often as the other, and moves weights by less than a tenth of their standard error (goal-rows.test.ts).
 */
const coarsest = 2 ** -2;
const finest = 2 ** -10;
/** Once ratios are rounded, those below are taken for 0: ten million such episodes make a weight of 0.02 episodes. */
const negligible = -20;

/** What the samples of one input share: how much they hold, and how much they had to round. */
export class RowBudget {
  readonly goals: number;
  readonly most: number;
  held = 0;
  /** Coarsest rounding so far, nats; 0 for none. */
  rounding = 0;

  constructor(goals: number, most = mostHeld) {
    this.goals = goals;
    this.most = most;
  }
}

/**
 * Episodes as rows of log-likelihoods, ln P(episode | goal), [goals]. Equal rows are merged whenever room runs out; where
 * that leaves too many, ratios are rounded, ever coarser, until rows coincide.
 */
export class GoalRows implements Sample<Float64Array> {
  readonly #budget: RowBudget;
  #rows = new Float64Array(0);
  #times = new Float64Array(0);
  #used = 0;
  #rounding = 0;
  #impossible = 0;
  n = 0;

  constructor(budget: RowBudget) {
    this.#budget = budget;
  }

  add(row: Float64Array, count: number, position: Position = { source: "" }): void {
    if (count === 0) return;
    if (this.#used === this.#times.length) this.#makeRoom(position);
    this.#rows.set(row, this.#used * this.#budget.goals);
    this.#times[this.#used++] = count;
    this.n += count;
  }

  absorb(other: GoalRows): void {
    const { goals } = this.#budget;
    for (let r = 0; r < other.#used; r++)
      this.add(other.#rows.subarray(r * goals, (r + 1) * goals), other.#times[r]!);
    this.#impossible += other.#impossible;
    this.n += other.#impossible;
  }

  /** The episodes; those that no goal allows are counted in `unexplained`. */
  likelihoods(): EpisodeLikelihoods {
    const { goals } = this.#budget;
    const likelihoods = episodeLikelihoods(
      this.#rows.subarray(0, this.#used * goals),
      goals,
      this.#times.subarray(0, this.#used),
    );
    return { ...likelihoods, unexplained: likelihoods.unexplained + this.#impossible };
  }

  #makeRoom(position: Position): void {
    if (this.#used > 0) this.#merge();
    const capacity = this.#times.length;
    const more = Math.max(64, capacity);
    while (2 * this.#used > capacity) {
      if (this.#budget.held + more * this.#budget.goals <= this.#budget.most) {
        this.#grow(capacity + more);
        return;
      }
      if (this.#rounding >= coarsest) {
        throw new InputError(
          position,
          "too many different episodes up to here for the memory; use fewer windows, or a sample of the episodes",
        );
      }
      this.#rounding = Math.max(finest, 4 * this.#rounding);
      this.#budget.rounding = Math.max(this.#rounding, this.#budget.rounding);
      this.#merge();
    }
    if (capacity === 0) this.#grow(more);
  }

  #grow(capacity: number): void {
    const { goals } = this.#budget;
    this.#budget.held += (capacity - this.#times.length) * goals;
    const rows = new Float64Array(capacity * goals);
    const times = new Float64Array(capacity);
    rows.set(this.#rows.subarray(0, this.#used * goals));
    times.set(this.#times.subarray(0, this.#used));
    this.#rows = rows;
    this.#times = times;
  }

  #merge(): void {
    const { goals } = this.#budget;
    if (this.#rounding > 0) this.#round();
    const merged = this.likelihoods();
    this.#rows.fill(Number.NEGATIVE_INFINITY);
    for (let r = 0; r < merged.rows; r++)
      for (let i = merged.start[r]!; i < merged.start[r + 1]!; i++)
        this.#rows[r * goals + merged.goal[i]!] = Math.log(merged.likelihood[i]!);
    this.#times.set(merged.multiplicity);
    this.#used = merged.rows;
    this.#impossible = merged.unexplained;
  }

  /** Ratios to the largest of a row, to multiples of the rounding. */
  #round(): void {
    const { goals } = this.#budget;
    for (let r = 0; r < this.#used; r++) {
      const row = this.#rows.subarray(r * goals, (r + 1) * goals);
      const top = Math.max(...row);
      if (top === Number.NEGATIVE_INFINITY) continue;
      for (let g = 0; g < goals; g++) {
        const ratio = Math.round((row[g]! - top) / this.#rounding) * this.#rounding;
        row[g] = ratio < negligible ? Number.NEGATIVE_INFINITY : ratio;
      }
    }
  }
}
