/**
 * The law of the clipped walk S <- max(0, S + drift + noise xi) after n steps, without Monte Carlo error.
 *
 * In units of the noise, the law is an atom a at 0 and a density f on (0, infinity), and one step is
 *
 *     f'(y) = a phi(y - m) + int f(z) phi(y - z - m) dz,    a' = a Phi(-m) + int f(z) Phi(-z - m) dz
 *
 * with m = drift / noise. The integrals are trapezoidal sums in u on the nodes z = ln(1 + e^u): evenly spaced far from
 * 0, ever closer towards it, so that the edge costs no accuracy (the integrand is analytic in |Im u| < pi). The atom
 * is one more node, at 0, and a step one product with a banded matrix; its 16th power takes 16 steps at once.
 */
import { categorical, normal, normalCdf, type RandomStream } from "../numeric/index.js";
import { type Banded, banded, product, squared } from "./banded.js";
import { checkWalk, type EntropyLaw, highest, invertCdf, pointMass, type Walk } from "./walk.js";

/** Spacing in u: a sum then errs by about 1e-12. */
const SPACING = 0.6;
/** u of the first node: z = e^-30 there. */
const FIRST = -30;
/** Reach of the noise in standard deviations: beyond lies 1e-15. */
const REACH = 8;
/** Mass below which a node or a matrix entry is dropped at either end. */
const NEGLIGIBLE = 1e-17;
/** Longest range of S in units of the noise. */
const LONGEST = 1e4;
/** Squarings of the one-step matrix: 2^4 steps at once cost least at 10,000 steps. */
const SQUARINGS = 4;

export interface DiscreteWalkLaw extends EntropyLaw {
  /** P(S = 0). */
  readonly atom: number;
  /** |1 - total probability|: what the sums have gained or lost over all steps. */
  readonly massError: number;
  /** Sampler of S: a node of the law one step earlier, then that step. */
  sampler(stream: RandomStream): () => number;
}

/**
 * Mean, sd and distribution function to about 1e-9 (compare `massError`). 10,000 steps of the paper's walk take
 * about 0.2 s; the cost grows with the steps and with the range of S in units of the noise.
 *
 * @param steps n, a non-negative integer; at 0 the law is the point mass at the start.
 * @throws RangeError where S could range over more than 1e4 times its noise: clipping matters little there, and
 *   `reflectedBrownian` is the law.
 */
export function discreteWalkLaw(walk: Walk, steps: number): DiscreteWalkLaw {
  checkWalk(walk);
  if (!(Number.isInteger(steps) && steps >= 0))
    throw new RangeError(`steps must be a non-negative integer, got ${steps}`);
  if (steps === 0) {
    const { start } = walk;
    return { ...pointMass(start), atom: start === 0 ? 1 : 0, massError: 0, sampler: () => () => start };
  }
  const { noise } = walk;
  const start = walk.start / noise;
  const m = walk.drift / noise;
  const range = highest(walk, steps) / noise + REACH;
  if (!(range <= LONGEST))
    throw new RangeError(
      `S ranges over ${range.toExponential(1)} times its noise, more than ${LONGEST}; use reflectedBrownian`,
    );

  const { node, transition } = discretise(range, start, m);
  const origin = new Float64Array(node.length);
  origin[node.indexOf(start, 1)] = 1;
  const before = afterSteps(transition, steps - 1, origin);
  const law = product(transition, before, NEGLIGIBLE);

  const mean = expectation(node, law, (z) => z);
  return {
    mean: mean * noise,
    sd: Math.sqrt(expectation(node, law, (z) => (z - mean) ** 2)) * noise,
    atom: law[0],
    massError: Math.abs(1 - expectation(node, law, () => 1)),
    ...afterStep(node, before, walk, range * noise),
  };
}

/** Distribution function, its inverse and a sampler of the walk one step after it has mass `before[j]` at `node[j]`. */
function afterStep(
  node: Float64Array,
  before: Float64Array,
  { drift, noise }: Walk,
  upper: number,
): Pick<DiscreteWalkLaw, "cdf" | "quantile" | "sampler"> {
  const cdf = (y: number): number => {
    if (y < 0) return 0;
    const reached = (y - drift) / noise;
    let total = 0;
    for (let j = 0; j < node.length && node[j] < reached + REACH; j++)
      total += node[j] < reached - REACH ? before[j] : before[j] * normalCdf(reached - node[j]);
    return Math.min(1, total);
  };
  return {
    cdf,
    quantile: (p) => invertCdf(cdf, p, upper),
    sampler(stream) {
      const origin = categorical(stream, before);
      const step = normal(stream, drift / noise);
      return () => noise * Math.max(0, node[origin()] + step());
    },
  };
}

function expectation(node: Float64Array, mass: Float64Array, f: (z: number) => number): number {
  return mass.reduce((total, p, j) => total + p * f(node[j]), 0);
}

/** Nodes, ascending (the atom's first, the start among them), and the matrix that carries masses over one step. */
function discretise(range: number, start: number, m: number): { node: Float64Array; transition: Banded } {
  const u = Array.from({ length: Math.ceil((range - FIRST) / SPACING) + 1 }, (_, i) => FIRST + i * SPACING);
  const spaced = u.map((v) => ({
    z: Math.max(0, v) + Math.log1p(Math.exp(-Math.abs(v))),
    dz: SPACING / (1 + Math.exp(-v)),
  }));
  const nodes = [{ z: 0, dz: 0 }, { z: start, dz: 0 }, ...spaced].sort((a, b) => a.z - b.z);
  const node = Float64Array.from(nodes, ({ z }) => z);
  let first = 0;
  const transition = banded(node.length, NEGLIGIBLE, (i, row) => {
    const reached = node[i] - m;
    while (first < node.length && node[first] < reached - REACH) first++;
    let j = i === 0 ? 0 : first;
    for (; j < node.length && node[j] <= reached + REACH; j++)
      row[j] = i === 0 ? normalCdf(reached - node[j]) : nodes[i].dz * density(reached - node[j]);
    return [i === 0 ? 0 : first, j - 1];
  });
  return { node, transition };
}

const density = (z: number): number => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);

function afterSteps(transition: Banded, steps: number, origin: Float64Array): Float64Array {
  let mass = origin;
  const stride = 2 ** SQUARINGS;
  for (let step = 0; step < steps % stride; step++) mass = product(transition, mass, NEGLIGIBLE);
  if (steps < stride) return mass;
  let many = transition;
  for (let k = 0; k < SQUARINGS; k++) many = squared(many, NEGLIGIBLE);
  for (let step = steps % stride; step < steps; step += stride) mass = product(many, mass, NEGLIGIBLE);
  return mass;
}
