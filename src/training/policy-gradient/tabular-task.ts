import type { Goal, Mdp } from "../../goals/index.js";
import { isTerminal } from "../../goals/index.js";
import { categorical, type RandomStream } from "../../numeric/index.js";
import type { EpisodicTask, Observations } from "./task.js";

export interface TabularTaskOptions {
  readonly name: string;
  readonly mdp: Mdp;
  /** Probability of starting in each state, [states]. */
  readonly start: Float64Array;
  /** What the agent sees of each row. */
  readonly reward: Goal;
  /** What it is judged by; default `reward`. */
  readonly performance?: Goal;
  /** Of each state, the terminal ones included. Default: one-hot states. */
  readonly observations?: Observations;
  readonly horizon: number;
}

/**
 * A task played on a tabular process: observation o is state o, action a of it row actionStart[o] + a. Rewards are the
 * rows' expected ones.
 *
 * @throws RangeError for states with unequal numbers of actions, features of another number of states, or a start in a
 *   terminal state.
 */
export function tabularTask(options: TabularTaskOptions): EpisodicTask {
  const { name, mdp, start, reward, performance = reward, horizon } = options;
  const { observations = oneHotStates(mdp.states) } = options;
  if (observations.count !== mdp.states)
    throw new RangeError(`${name}: expected features of ${mdp.states} states, got ${observations.count}`);
  const actions = commonActions(name, mdp);
  start.forEach((mass, state) => {
    if (mass > 0 && isTerminal(mdp, state))
      throw new RangeError(`${name}: an episode cannot start in the terminal state ${state}`);
  });
  return {
    name,
    observations,
    actions,
    horizon,
    begin(stream) {
      let state = categorical(stream, start)();
      return {
        get observation() {
          return state;
        },
        step(action) {
          const row = (mdp.actionStart[state] as number) + action;
          state = successorOf(mdp, row, stream);
          return {
            reward: reward.reward[row] as number,
            performance: performance.reward[row] as number,
            done: isTerminal(mdp, state),
          };
        },
      };
    },
  };
}

function oneHotStates(count: number): Observations {
  const inputs = new Float64Array(count * count);
  for (let s = 0; s < count; s++) inputs[s * count + s] = 1;
  return { count, features: count, inputs };
}

function commonActions(name: string, { states, actionStart }: Mdp): number {
  let actions = 0;
  for (let s = 0; s < states; s++) {
    const own = (actionStart[s + 1] as number) - (actionStart[s] as number);
    if (own !== 0 && actions !== 0 && own !== actions)
      throw new RangeError(`${name}: state ${s} has ${own} actions, others have ${actions}`);
    if (own !== 0) actions = own;
  }
  return actions;
}

function successorOf({ transitionStart, successor, probability }: Mdp, row: number, stream: RandomStream) {
  const [from, to] = [transitionStart[row] as number, transitionStart[row + 1] as number];
  let left = to - from > 1 ? stream.uniform() : 0;
  let t = from;
  while (t < to - 1) {
    left -= probability[t] as number;
    if (left < 0) break;
    t += 1;
  }
  return successor[t] as number;
}
