import type { Chain } from "./chain.js";
import type { Problem } from "./problem.js";
import type { Choice } from "./rule.js";
import { structureOf } from "./structure.js";

/**
 * The Bellman backup T V = choice over a of R + discount E V(s') at some values V, and its derivative there: the Markov
 * chain of the policy that the choice is.
 */
export interface Linearisation {
  /** T V, [states]. */
  readonly backup: Float64Array;
  /** Largest |T V - V|. */
  residual: number;
  /** (T V - V) / (1 - p), p the chain's discounted probability of staying where it is, [places]. */
  readonly gain: Float64Array;
  /** The chain's discounted probabilities of moving between places, over 1 - p. */
  readonly chain: Chain;
  /** Expected discounted time at a place before it is left, 1 / (1 - p); 0 where values are fixed, [places]. */
  readonly stay: Float64Array;
  /** The policy, [rows]. */
  readonly policy: Float64Array;
}

export function emptyLinearisation({ mdp }: Problem): Linearisation {
  const { neighbourStart, neighbour, split, back } = structureOf(mdp);
  return {
    backup: new Float64Array(mdp.states),
    residual: Infinity,
    gain: new Float64Array(mdp.states),
    chain: { start: neighbourStart, split, neighbour, back, weight: new Float64Array(neighbour.length) },
    stay: new Float64Array(mdp.states),
    policy: new Float64Array(mdp.rows),
  };
}

/** Writes the linearisation at `values` over `into`. States that are terminal or not viable keep their values. */
export function linearise(
  { mdp, discount, reward, viable }: Problem,
  choice: Choice,
  values: Float64Array,
  into: Linearisation,
): void {
  const { states, actionStart, transitionStart, successor, probability } = mdp;
  const { slot, placeOf } = structureOf(mdp);
  const { backup, gain, stay, policy } = into;
  const { start, weight } = into.chain;
  weight.fill(0);
  into.residual = 0;
  for (let s = 0; s < states; s++) {
    const from = actionStart[s];
    const to = actionStart[s + 1];
    if (from === to || viable.state[s] === 0) {
      backup[s] = values[s];
      gain[placeOf[s]] = 0;
      stay[placeOf[s]] = 0;
      continue;
    }
    for (let row = from; row < to; row++) {
      let future = 0;
      for (let t = transitionStart[row]; t < transitionStart[row + 1]; t++)
        future += probability[t] * values[successor[t]];
      policy[row] = reward[row] + discount * future;
    }
    backup[s] = choice(policy, from, to);

    let staying = 0;
    for (let row = from; row < to; row++) {
      const taken = policy[row] * discount;
      for (let t = transitionStart[row]; t < transitionStart[row + 1]; t++) {
        if (slot[t] < 0) staying += taken * probability[t];
        else weight[slot[t]] += taken * probability[t];
      }
    }
    const change = backup[s] - values[s];
    if (!(Math.abs(change) <= into.residual)) into.residual = Math.abs(change);
    const place = placeOf[s];
    stay[place] = 1 / (1 - staying);
    gain[place] = change * stay[place];
    for (let j = start[place]; j < start[place + 1]; j++) weight[j] *= stay[place];
  }
}
