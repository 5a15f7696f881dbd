/**
 * A gridworld as a tabular process with two goals on it, so that planning and inverse planning apply. What the agent
 * cannot see it must not plan on: the states of the process are its beliefs.
 *
 * Rows of state s: actionStart[s] + i for move MOVES[i]. The end of the episode is one terminal state. The limit of
 * MAX_STEPS is not part of the process: plan over a finite horizon to have it.
 */
import type { Goal } from "../goal.js";
import { type Action, buildMdp, type Mdp } from "../mdp.js";
import {
  type Belief,
  END,
  firstSights,
  nameOf,
  type Prospect,
  prospect,
  type Sight,
  sight,
} from "./belief.js";
import type { Environment } from "./environment.js";
import type { Episode } from "./episode.js";
import { MOVES } from "./grid.js";

export interface Enumeration<State> {
  readonly mdp: Mdp;
  /** What the agent knows in each state of `mdp`; empty for the end of the episode. */
  readonly beliefs: readonly Belief<State>[];
  /** Probability of starting in each state, [states]. */
  readonly start: Float64Array;
  /** The reward that the agent sees. */
  readonly observedReward: Goal;
  /** The performance by which it is judged. */
  readonly hiddenPerformance: Goal;
  /** The rows that an episode went through. @throws RangeError when it is no episode of this environment. */
  trajectory(episode: Episode<State>): number[];
}

export interface EnumerationLimits {
  /** Default 1e4. */
  readonly maxStates?: number;
  /** Default 1e5, counted before transitions into the same state are merged. */
  readonly maxTransitions?: number;
}

/**
 * Explores the reachable beliefs breadth first.
 *
 * @throws RangeError when there are more than the limits allow. Too large are tomato_watering (29 x 2^13 = 237,568
 *   states, up to 2^13 transitions a row) and rocks_diamonds (about 1.6e8 states).
 */
export function enumerate<State>(
  environment: Environment<State>,
  { maxStates = 1e4, maxTransitions = 1e5 }: EnumerationLimits = {},
): Enumeration<State> {
  const index = new Map<string, number>();
  const beliefs: Belief<State>[] = [];
  const stateOf = ({ belief }: Sight<State>): number => {
    const name = nameOf(belief);
    if (!index.has(name)) index.set(name, beliefs.push(belief) - 1);
    return index.get(name)!;
  };

  const starts = firstSights(environment).map((first) => ({ ...first, state: stateOf(first) }));
  const actions: Action[][] = [];
  const reward: number[] = [];
  const performance: number[] = [];
  let transitions = 0;
  for (let state = 0; state < beliefs.length; state++) {
    const prospects =
      beliefs[state].length === 0 ? [] : MOVES.map((move) => prospect(environment, beliefs[state], move));
    actions.push(
      prospects.map(({ sights }) => sights.map((next) => [stateOf(next), next.probability] as const)),
    );
    for (const { expectedReward, expectedPerformance, outcomes } of prospects) {
      reward.push(expectedReward);
      performance.push(expectedPerformance);
      transitions += outcomes;
    }
    if (beliefs.length > maxStates || transitions > maxTransitions) {
      throw new RangeError(
        `${environment.name} is too large to enumerate: ${beliefs.length} states and ${transitions} transitions after exploring ${state + 1}, the limits are ${maxStates} and ${maxTransitions}`,
      );
    }
  }

  const mdp = buildMdp(actions);
  const start = new Float64Array(mdp.states);
  for (const { probability, state } of starts) start[state] += probability;

  const lookUp = (sights: readonly Sight<State>[], seen: string, step: number): number => {
    const found = sights.find((candidate) => candidate.seen === seen);
    if (found === undefined)
      throw new RangeError(`not an episode of ${environment.name}: step ${step} cannot lead to ${seen}`);
    return stateOf(found);
  };
  return {
    mdp,
    beliefs,
    start,
    observedReward: { name: "observed reward", reward: Float64Array.from(reward) },
    hiddenPerformance: { name: "hidden performance", reward: Float64Array.from(performance) },
    trajectory({ states, moves, rewards, done }) {
      let state = lookUp(starts, sight(environment, states[0]), 0);
      return moves.map((move, t) => {
        const from = state;
        const { sights }: Prospect<State> = prospect(environment, beliefs[from], move);
        const ended = done && t === moves.length - 1;
        state = lookUp(sights, ended ? END : sight(environment, states[t + 1], rewards[t]), t + 1);
        return mdp.actionStart[from] + MOVES.indexOf(move);
      });
    },
  };
}
