/**
 * A softmax policy with one parameter per row (state and action) of a finite process, and what it does there within a
 * horizon, exactly. theta: [rows]; probabilities: [rows].
 */
import { isTerminal, type Mdp } from "../../../goals/index.js";
import { categorical, type RandomStream, symmetricEigen } from "../../../numeric/index.js";

export interface Episodes {
  readonly mdp: Mdp;
  /** States in which an episode may begin, evenly. */
  readonly starts: readonly number[];
  readonly horizon: number;
  readonly discount: number;
  /** Reward for arriving in each state. */
  readonly arrival: ArrayLike<number>;
}

export function actionProbabilities(
  { states, rows, actionStart }: Mdp,
  theta: ArrayLike<number>,
): Float64Array {
  const pi = new Float64Array(rows);
  for (let s = 0; s < states; s++) {
    const [from, to] = [actionStart[s] as number, actionStart[s + 1] as number];
    let [top, total] = [Number.NEGATIVE_INFINITY, 0];
    for (let row = from; row < to; row++) top = Math.max(top, theta[row] as number);
    for (let row = from; row < to; row++) total += pi[row] = Math.exp((theta[row] as number) - top);
    for (let row = from; row < to; row++) (pi[row] as number) /= total;
  }
  return pi;
}

export interface Behaviour {
  /** Where an episode stands at the horizon, [states]; in a terminal state it has ended. */
  readonly ends: Float64Array;
  /** Share of decisions that are taken in each state, [states]. */
  readonly decisions: Float64Array;
  /** Expected discounted reward. */
  readonly return: number;
}

/** What the policy `pi` does: one pass forward over the horizon. */
export function behaviour(
  { mdp, starts, horizon, discount, arrival }: Episodes,
  pi: Float64Array,
): Behaviour {
  let at = new Float64Array(mdp.states);
  for (const state of starts) at[state]! += 1 / starts.length;
  const decisions = new Float64Array(mdp.states);
  let gained = 0;
  for (let t = 0; t < horizon; t++) {
    const next = new Float64Array(mdp.states);
    for (let s = 0; s < mdp.states; s++) {
      const mass = at[s] as number;
      if (isTerminal(mdp, s)) next[s]! += mass;
      else decisions[s]! += mass;
      for (let row = mdp.actionStart[s] as number; row < (mdp.actionStart[s + 1] as number); row++)
        for (let k = mdp.transitionStart[row] as number; k < (mdp.transitionStart[row + 1] as number); k++) {
          const flow = mass * (pi[row] as number) * (mdp.probability[k] as number);
          const reached = mdp.successor[k] as number;
          next[reached]! += flow;
          gained += discount ** t * flow * (arrival[reached] as number);
        }
    }
    at = next;
  }
  const total = decisions.reduce((a, b) => a + b, 0);
  return { ends: at, decisions: decisions.map((x) => x / total), return: gained };
}

/**
 * lambda_max of the policy's Fisher matrix over its own decisions. The matrix is block-diagonal, one block
 * d(s) (diag pi_s - pi_s pi_s') a state.
 */
export function policyLambdaMax(
  { states, actionStart }: Mdp,
  pi: Float64Array,
  decisions: Float64Array,
): number {
  let largest = 0;
  for (let s = 0; s < states; s++) {
    const own = pi.subarray(actionStart[s], actionStart[s + 1]);
    if (own.length === 0) continue;
    const block = Float64Array.from({ length: own.length ** 2 }, (_, k) => {
      const [i, j] = [Math.floor(k / own.length), k % own.length];
      return (i === j ? (own[i] as number) : 0) - (own[i] as number) * (own[j] as number);
    });
    const [top] = symmetricEigen(block, own.length).values;
    largest = Math.max(largest, (decisions[s] as number) * (top as number));
  }
  return largest;
}

/**
 * REINFORCE [Williams 1992]: the gradient of the expected return from `count` episodes, each with its reward to go less
 * the mean over the other episodes' returns, which leaves it unbiased. [rows], to ascend.
 */
export function sampledGradient(
  { mdp, starts, horizon, discount, arrival }: Episodes,
  pi: Float64Array,
  count: number,
  stream: RandomStream,
): Float64Array {
  const episodes = Array.from({ length: count }, () => {
    const rows: number[] = [];
    const rewards: number[] = [];
    let s = starts[stream.integer(starts.length)] as number;
    for (let t = 0; t < horizon && !isTerminal(mdp, s); t++) {
      const row = (mdp.actionStart[s] as number) + categorical(stream, ofState(mdp, pi, s))();
      const from = mdp.transitionStart[row] as number;
      const chances = mdp.probability.subarray(from, mdp.transitionStart[row + 1]);
      s = mdp.successor[from + categorical(stream, chances)()] as number;
      rows.push(row);
      rewards.push(discount ** t * (arrival[s] as number));
    }
    return { rows, rewards, total: rewards.reduce((a, b) => a + b, 0) };
  });
  const all = episodes.reduce((sum, { total }) => sum + total, 0);
  const gradient = new Float64Array(mdp.rows);
  for (const { rows, rewards, total } of episodes) {
    const baseline = count > 1 ? (all - total) / (count - 1) : 0;
    let toGo = total - baseline;
    rows.forEach((row, t) => {
      addScore(mdp, pi, row, toGo / count, gradient);
      toGo -= rewards[t] as number;
    });
  }
  return gradient;
}

/** gradient += weight x grad ln pi(row). */
function addScore(mdp: Mdp, pi: Float64Array, row: number, weight: number, gradient: Float64Array): void {
  let s = 0;
  while ((mdp.actionStart[s + 1] as number) <= row) s++;
  for (let other = mdp.actionStart[s] as number; other < (mdp.actionStart[s + 1] as number); other++)
    gradient[other]! -= weight * (pi[other] as number);
  gradient[row]! += weight;
}

const ofState = ({ actionStart }: Mdp, pi: Float64Array, s: number): Float64Array =>
  pi.subarray(actionStart[s], actionStart[s + 1]);
