import { requireDiscount } from "./features.js";
import { largest, pearsonDistance } from "./pearson-distance.js";

export interface EpicOptions {
  readonly states: number;
  readonly actions: number;
  /** Discount of the shaping that is to make no difference, in [0, 1]. */
  readonly discount: number;
  /** D_S, [states]. Default uniform, as in the paper's tabular experiments. */
  readonly stateDistribution?: Float64Array;
  /** D_A, [actions]. Default uniform. */
  readonly actionDistribution?: Float64Array;
}

/**
 * EPIC distance of two rewards R(s, a, s') [Gleave et al. 2021, arXiv:2006.13900, section 4], in [0, 1].
 * It is 0 between R and c R + shaping, c > 0, and 1 between R and -R:
 *
 *     C(R)(s,a,s') = R(s,a,s') + E[discount R(s',A,S') - R(s,A,S') - discount R(S,A,S')],  D = sqrt((1 - rho) / 2),
 *
 * S, S' ~ D_S and A ~ D_A independent, rho the correlation of C(R_1) and C(R_2) over D_S x D_A x D_S. Transitions that
 * the world does not allow count as much as any: where the dynamics are known, {@link starcDistance} leaves them out.
 *
 * @param first,second [states, actions, states], the last index running fastest.
 * @returns `undefined` when a reward is shaping alone: it prefers nothing, and has no distance.
 */
export function epicDistance(
  first: Float64Array,
  second: Float64Array,
  options: EpicOptions,
): number | undefined {
  const { states, actions } = options;
  const size = states * actions * states;
  for (const [name, count] of [
    ["states", states],
    ["actions", actions],
  ] as const) {
    if (!(Number.isInteger(count) && count >= 1))
      throw new RangeError(`${name} must be a positive integer, got ${count}`);
  }
  for (const [name, reward] of [
    ["first", first],
    ["second", second],
  ] as const) {
    if (reward.length !== size)
      throw new RangeError(
        `${name}: expected ${states} x ${actions} x ${states} rewards, got ${reward.length}`,
      );
  }
  requireDiscount(options.discount);
  const ofState = distribution("stateDistribution", states, options.stateDistribution);
  const ofAction = distribution("actionDistribution", actions, options.actionDistribution);
  const weights = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const row = Math.floor(i / states);
    weights[i] = ofState[Math.floor(row / actions)] * ofAction[row % actions] * ofState[i % states];
  }
  const scale = { a: largest("first", first), b: largest("second", second) };
  const canonical = (reward: Float64Array) => canonicallyShaped(reward, ofState, ofAction, options.discount);
  return pearsonDistance(canonical(first), canonical(second), weights, scale);
}

function canonicallyShaped(
  reward: Float64Array,
  ofState: Float64Array,
  ofAction: Float64Array,
  discount: number,
): Float64Array {
  const states = ofState.length;
  const actions = ofAction.length;
  const meanFrom = new Float64Array(states);
  let overall = 0;
  for (let i = 0; i < reward.length; i++) {
    const row = Math.floor(i / states);
    const state = Math.floor(row / actions);
    const expected = ofAction[row % actions] * ofState[i % states] * reward[i];
    meanFrom[state] += expected;
    overall += ofState[state] * expected;
  }
  return reward.map(
    (r, i) =>
      r + discount * meanFrom[i % states] - meanFrom[Math.floor(i / states / actions)] - discount * overall,
  );
}

function distribution(name: string, size: number, given?: Float64Array): Float64Array {
  if (given === undefined) return new Float64Array(size).fill(1 / size);
  const total = given.reduce((sum, p) => sum + p, 0);
  if (given.length !== size || !given.every((p) => p >= 0) || !(Math.abs(total - 1) <= 1e-9)) {
    throw new RangeError(
      `${name}: expected ${size} probabilities that sum to 1, got ${given.length} that sum to ${total}`,
    );
  }
  return given;
}
