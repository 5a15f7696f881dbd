import { type Environment, enumerate, type Goal, type Mdp } from "../../../goals/index.js";
import { type EpisodicTask, oneHotObservations, tabularTask } from "../../../training/index.js";

/** A candidate goal: what it would reward, or several such rewards of which an agent pursues one unknown. */
export interface WorldGoal {
  readonly name: string;
  readonly rewards: readonly Goal[];
}

/** A gridworld as this experiment needs it: tasks to play, and a process to infer goals on. */
export interface LabWorld {
  readonly name: string;
  /** Where the agent is trained, on the visible reward. */
  readonly training: EpisodicTask;
  /** Where its goals are measured besides; the controller sees this one when there is one. */
  readonly test?: EpisodicTask;
  /** The process that goals are planned on: observation o is its state o, action a the a-th of its rows. */
  readonly mdp: Mdp;
  /** The intended goal first; "none of these" is added behind them. */
  readonly goals: readonly WorldGoal[];
  /**
   * Rationality of the reference policy, planned for the intended goal: the least power of two that reaches 95% of the
   * performance of the best up to 256, so that it is as soft as a competent policy can be.
   */
  readonly referenceBeta: number;
}

/** What goals are made of in a world whose states the agent sees in full. */
export interface Enumerated<State> {
  readonly mdp: Mdp;
  readonly start: Float64Array;
  readonly observed: Goal;
  readonly performance: Goal;
  /** State of each state of `mdp`; undefined for the end of the episode. */
  readonly states: readonly (State | undefined)[];
  /** A reward of arriving, [rows]; successors are certain, or the end of the episode (undefined). */
  reward(
    name: string,
    of: (from: State, to: State | undefined, row: { observed: number; performance: number }) => number,
  ): Goal;
}

/** @throws RangeError when the agent does not see the state, or chance enters a step. */
export function enumerated<State>(environment: Environment<State>): Enumerated<State> {
  const { mdp, start, beliefs, observedReward, hiddenPerformance } = enumerate(environment);
  const states = beliefs.map((belief) => {
    if (belief.length > 1) throw new RangeError(`${environment.name} has states that the agent does not see`);
    return belief[0]?.value;
  });
  return {
    mdp,
    start,
    states,
    observed: observedReward,
    performance: hiddenPerformance,
    reward(name, of) {
      const reward = new Float64Array(mdp.rows);
      states.forEach((from, s) => {
        if (from === undefined) return;
        for (let row = mdp.actionStart[s] as number; row < (mdp.actionStart[s + 1] as number); row++) {
          const to = states[mdp.successor[mdp.transitionStart[row] as number] as number];
          const observed = observedReward.reward[row] as number;
          reward[row] = of(from, to, { observed, performance: hiddenPerformance.reward[row] as number });
        }
      });
      return { name, reward };
    },
  };
}

/** The task of a world, its observations the one-hot parts of each state. */
export function taskOf<State>(
  name: string,
  { mdp, start, observed, performance, states }: Enumerated<State>,
  horizon: number,
  parts: (state: State) => readonly number[],
  sizes: readonly number[],
): EpisodicTask {
  const observations = oneHotObservations(
    states.map((state) => (state === undefined ? undefined : parts(state))),
    sizes,
  );
  return tabularTask({ name, mdp, start, reward: observed, performance, observations, horizon });
}
