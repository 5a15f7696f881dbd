/**
 * The default prior of goal weights: one goal d, not known which, stands out, and how evenly the others share the
 * rest is learned.
 *
 *   d uniform over the K goals;  w_d ~ Beta(1/2, 1/2);  w_rest / (1 - w_d) ~ Dir(a, ..., a);  a / (1 + a) ~ Uniform(0, 1)
 *
 * It is the shape of an agent that drifts: most weight on the intended (or a wrong) goal, the rest concentrated or
 * spread. For K = 2 it is the Jeffreys prior. Why not a fixed or a Nemenman-Shafee-Bialek prior:
 * docs/design/goal-entropy-intervals.md.
 */
import { lgamma, type RandomStream } from "../../numeric/index.js";
import { logGammaSampler } from "./log-gamma.js";
import { normaliseLogWeights, sumOfLogs, type WeightPrior, type WeightSampler } from "./weight-prior.js";

/** a = 2^-10 .. 2^10, with the density a / (1 + a)^2 of ln a: what lies outside has probability 0.002. */
const CONCENTRATIONS = Array.from({ length: 21 }, (_, j) => 2 ** (j - 10));
const NODES = CONCENTRATIONS.length;
/** Counts up to here are looked up. */
const TABLE = 16_384;

export const dominantGoalPrior: WeightPrior = {
  name: "dominant goal",
  posterior: (stream, goals, episodes) => new DominantGoalSampler(stream, goals, episodes),
};

/** Cells of the mixture are pairs (d, a_j), at [d * NODES + j]. */
class DominantGoalSampler implements WeightSampler {
  readonly #stream: RandomStream;
  readonly #goals: number;
  readonly #logGamma: (shape: number) => number;
  readonly #half: RisingFactorials;
  readonly #one: RisingFactorials;
  readonly #rest: RisingFactorials;
  /** ln of each concentration's prior probability over the constant of its Dirichlet. */
  readonly #logConstant: readonly number[];
  readonly #counts: Float64Array;
  /** ln of the rising factorials of all counts and the prior probability, by concentration. */
  readonly #logRising = new Float64Array(NODES);
  #total = 0;
  /** Probability of each cell given the counts, up to a factor, and their sum. */
  readonly #cell: Float64Array;
  #cells = 0;
  readonly #density: Float64Array;

  constructor(stream: RandomStream, goals: number, episodes: number) {
    const size = Math.min(episodes, TABLE);
    this.#stream = stream;
    this.#goals = goals;
    this.#logGamma = logGammaSampler(stream);
    this.#half = new RisingFactorials([0.5], size);
    this.#one = new RisingFactorials(CONCENTRATIONS, size);
    this.#rest = new RisingFactorials(
      CONCENTRATIONS.map((a) => (goals - 1) * a),
      size,
    );
    this.#counts = new Float64Array(goals);
    this.#logConstant = CONCENTRATIONS.map(
      (a, j) => LOG_PRIOR[j] + lgamma((goals - 1) * a) - (goals - 1) * lgamma(a),
    );
    this.#cell = new Float64Array(goals * NODES);
    this.#density = new Float64Array(goals * NODES);
  }

  /**
   * p(counts | d, a_j): a Beta-binomial times a Dirichlet-multinomial, as rising factorials. Goals without episodes are
   * all alike as d: the first of them is computed, the others copied.
   */
  observe(counts: Float64Array): void {
    const goals = this.#goals;
    const cell = this.#cell;
    const [half, one, rest] = [this.#half, this.#one, this.#rest];
    this.#counts.set(counts);
    let total = 0;
    for (let g = 0; g < goals; g++) total += counts[g];
    this.#total = total;
    for (let j = 0; j < NODES; j++) {
      let sum = LOG_PRIOR[j];
      for (let g = 0; g < goals; g++) {
        if (counts[g] === 0) continue;
        const rising = one.log(j, counts[g]);
        cell[g * NODES + j] = -rising;
        sum += rising;
      }
      this.#logRising[j] = sum;
    }
    let empty = -1;
    for (let d = 0; d < goals; d++) {
      const from = d * NODES;
      if (counts[d] === 0 && empty >= 0) {
        cell.copyWithin(from, empty, empty + NODES);
        continue;
      }
      if (counts[d] === 0) {
        empty = from;
        cell.fill(0, from, from + NODES);
      }
      const lead = half.log(0, counts[d]) + half.log(0, total - counts[d]);
      for (let j = 0; j < NODES; j++)
        cell[from + j] += this.#logRising[j] - rest.log(j, total - counts[d]) + lead;
    }
    this.#cells = exponentiate(cell);
  }

  draw(weights: Float64Array): void {
    const cell = this.#pick();
    const dominant = Math.floor(cell / NODES);
    const a = CONCENTRATIONS[cell % NODES];
    let top = -Infinity;
    for (let g = 0; g < this.#goals; g++) {
      if (g === dominant) continue;
      weights[g] = this.#logGamma(this.#counts[g] + a);
      if (weights[g] > top) top = weights[g];
    }
    let rest = 0;
    for (let g = 0; g < this.#goals; g++) if (g !== dominant) rest += Math.exp(weights[g] - top);
    const share = this.#logGamma(this.#total - this.#counts[dominant] + 0.5);
    const shift = share - top - Math.log(rest);
    for (let g = 0; g < this.#goals; g++) weights[g] += shift;
    weights[dominant] = this.#logGamma(this.#counts[dominant] + 0.5);
    normaliseLogWeights(weights);
  }

  /** Each cell: w_d^(-1/2) (1 - w_d)^(1/2 - (K - 1) a) times the other w_g^(a - 1), over the Dirichlet's constant. */
  logDensity(weights: Float64Array): number {
    const goals = this.#goals;
    const cell = this.#density;
    const logs = sumOfLogs(weights);
    let top = -Infinity;
    for (let d = 0; d < goals; d++) {
      let rest = 0;
      for (let g = 0; g < goals; g++) if (g !== d) rest += weights[g];
      const [logDominant, logRest] = [Math.log(weights[d]), Math.log(rest)];
      const base = 0.5 * (logDominant + logRest) - logs;
      const slope = logs - logDominant - (goals - 1) * logRest;
      for (let j = 0; j < NODES; j++) {
        cell[d * NODES + j] = base + CONCENTRATIONS[j] * slope + this.#logConstant[j];
        top = Math.max(top, cell[d * NODES + j]);
      }
    }
    return top + Math.log(exponentiate(cell));
  }

  #pick(): number {
    let target = this.#stream.uniform() * this.#cells;
    let i = 0;
    while (i < this.#cell.length - 1 && target >= this.#cell[i]) target -= this.#cell[i++];
    return i;
  }
}

/** Replaces each x by exp(x - top), top the largest, and returns their sum. */
function exponentiate(x: Float64Array): number {
  let top = -Infinity;
  for (let i = 0; i < x.length; i++) if (x[i] > top) top = x[i];
  let total = 0;
  for (let i = 0; i < x.length; i++) {
    x[i] = x[i] - top < -40 ? 0 : Math.exp(x[i] - top);
    total += x[i];
  }
  return total;
}

const LOG_PRIOR = CONCENTRATIONS.map((a) => Math.log(a) - 2 * Math.log1p(a));

/** ln a (a + 1) ... (a + n - 1) = ln Gamma(a + n) - ln Gamma(a) for several a: whole n up to `size` from a table. */
class RisingFactorials {
  readonly #bases: readonly number[];
  readonly #stride: number;
  readonly #table: Float64Array;

  constructor(bases: readonly number[], size: number) {
    this.#bases = bases;
    this.#stride = size + 1;
    this.#table = new Float64Array(bases.length * this.#stride);
    bases.forEach((a, j) => {
      const from = j * this.#stride;
      for (let n = 0; n < size; n++) this.#table[from + n + 1] = this.#table[from + n] + Math.log(a + n);
    });
  }

  log(j: number, n: number): number {
    if (n < this.#stride && Number.isInteger(n)) return this.#table[j * this.#stride + n];
    return lgamma(this.#bases[j] + n) - lgamma(this.#bases[j]);
  }
}
