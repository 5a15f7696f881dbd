/**
 * What an agent knows of a gridworld: a probability distribution over the states that share all it has seen
 * (observations and rewards) [Kaelbling, Littman & Cassandra 1998]. In a fully observed world every
 * belief is one state.
 */
import { group } from "d3-array";
import { everyOutcome, type Weighted } from "./chance.js";
import type { Environment } from "./environment.js";
import type { Move } from "./grid.js";

export type Belief<State> = readonly Weighted<State>[];

/** One thing that may be seen next. */
export interface Sight<State> {
  readonly seen: string;
  readonly probability: number;
  /** The belief on seeing it; empty when it is the end of the episode. */
  readonly belief: Belief<State>;
}

/** The end of an episode, as a sight. */
export const END = "end";

/** What the agent sees on entering a state, and the reward it got for it; equal sights are equal strings. */
export const sight = <State>(environment: Environment<State>, state: State, reward?: number): string =>
  JSON.stringify([environment.observe ? environment.observe(state) : state, reward]);

/** What an episode may begin with. */
export function firstSights<State>(environment: Environment<State>): Sight<State>[] {
  const drawn = everyOutcome((choose) => environment.init(choose));
  return Array.from(
    group(drawn, ({ value }) => sight(environment, value)),
    ([seen, states]) => condition(seen, states),
  );
}

export interface Prospect<State> {
  readonly sights: readonly Sight<State>[];
  readonly expectedReward: number;
  readonly expectedPerformance: number;
  /** How many outcomes were looked at. */
  readonly outcomes: number;
}

/** What a move may lead to from a belief. */
export function prospect<State>(
  environment: Environment<State>,
  belief: Belief<State>,
  move: Move,
): Prospect<State> {
  const outcomes = belief.flatMap(({ probability, value }) =>
    everyOutcome((choose) => environment.step(value, move, choose)).map((outcome) => ({
      probability: probability * outcome.probability,
      value: outcome.value,
    })),
  );
  const bySight = group(outcomes, ({ value }) =>
    value.done ? END : sight(environment, value.state, value.reward),
  );
  const sights = Array.from(bySight, ([seen, transitions]) =>
    condition(
      seen,
      transitions.map(({ probability, value }) => ({ probability, value: value.state })),
    ),
  );
  const expected = (gain: "reward" | "performance"): number =>
    outcomes.reduce((total, { probability, value }) => total + probability * value[gain], 0);
  return {
    sights,
    expectedReward: expected("reward"),
    expectedPerformance: expected("performance"),
    outcomes: outcomes.length,
  };
}

function condition<State>(seen: string, states: readonly Weighted<State>[]): Sight<State> {
  const probability = mass(states);
  if (seen === END) return { seen, probability, belief: [] };
  const belief = Array.from(group(states, ({ value }) => JSON.stringify(value)).values(), (same) => ({
    probability: mass(same) / probability,
    value: same[0].value,
  }));
  return { seen, probability, belief };
}

const mass = (states: readonly Weighted<unknown>[]): number =>
  states.reduce((total, { probability }) => total + probability, 0);

/** Equal beliefs have equal names; probabilities are rounded to 12 digits, past which only rounding differs. */
export const nameOf = <State>(belief: Belief<State>): string =>
  belief
    .map(({ probability, value }) => `${JSON.stringify(value)} ${probability.toPrecision(12)}`)
    .sort()
    .join("\n");
