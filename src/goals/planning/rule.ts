/**
 * How an agent of rationality beta plans. All choose with probability pi(a | s) = exp beta Q(s, a) / sum_b exp beta Q(s, b);
 * they differ in the value V that Q = R + discount E V(s') looks ahead to.
 *
 * - "soft": V = (1/beta) ln sum_a exp beta Q, maximum causal entropy [Ziebart 2010, section 6.2].
 * - "optimal": V = max_a Q, noise in the choice that planning does not foresee [Ramachandran & Amir 2007].
 * - "expected": V = sum_a pi Q, softmax of expected utility [Evans, Stuhlmueller et al., agentmodels.org, chapter 3].
 * - "path": V as "soft" but Q = R + (1/beta) ln E exp beta V(s'): maximum entropy over paths, optimistic about chance
 *   [Ziebart et al. 2008, algorithm 1]. "soft" where transitions are certain.
 */
export type PlanningRule = "soft" | "optimal" | "expected" | "path";

/** ln sum exp x over x[from] .. x[to - 1]; -Infinity for nothing. */
export function logSumExpRange(x: Float64Array, from: number, to: number): number {
  const top = maxRange(x, from, to);
  if (top === -Infinity) return top;
  let total = 0;
  for (let i = from; i < to; i++) total += Math.exp(x[i] - top);
  return top + Math.log(total);
}

/** Largest of x[from] .. x[to - 1]; -Infinity for nothing. */
export function maxRange(x: Float64Array, from: number, to: number): number {
  let top = -Infinity;
  for (let i = from; i < to; i++) if (x[i] > top) top = x[i];
  return top;
}

/**
 * The value of choosing by `x`, and `x` turned into the probabilities that are its derivative in each x[i].
 * Everything in units of 1/beta.
 */
export type Choice = (x: Float64Array, from: number, to: number) => number;

export const soft: Choice = (x, from, to) => {
  const top = maxRange(x, from, to);
  let total = 0;
  for (let i = from; i < to; i++) {
    x[i] = Math.exp(x[i] - top);
    total += x[i];
  }
  for (let i = from; i < to; i++) x[i] /= total;
  return top + Math.log(total);
};

export const optimal: Choice = (x, from, to) => {
  const top = maxRange(x, from, to);
  let tied = 0;
  for (let i = from; i < to; i++) if (x[i] === top) tied += 1;
  for (let i = from; i < to; i++) x[i] = x[i] === top ? 1 / tied : 0;
  return top;
};

/** Choosing by given probabilities, [rows], whatever the values. */
export const fixed =
  (policy: Float64Array): Choice =>
  (x, from, to) => {
    let total = 0;
    for (let i = from; i < to; i++) {
      if (policy[i] > 0) total += policy[i] * x[i];
      x[i] = policy[i];
    }
    return total;
  };
