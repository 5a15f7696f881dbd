import type { RandomStream } from "../../numeric/index.js";
import type { EpisodicTask } from "./task.js";

/** Episodes one after another. Steps of episode e: start[e] .. start[e + 1] - 1. */
export interface Rollouts {
  readonly episodes: number;
  /** [episodes + 1] */
  readonly start: Int32Array;
  /** What was seen before each step, [steps]. */
  readonly observation: Int32Array;
  /** [steps] */
  readonly action: Int32Array;
  /** [steps] */
  readonly reward: Float64Array;
  /** [steps] */
  readonly performance: Float64Array;
  /** What was seen when the episode was cut, -1 where it ended by itself, [episodes]. */
  readonly last: Int32Array;
}

/**
 * Plays episodes by a policy table [observations, actions]. Episode e draws from `stream.split("episode", e)`.
 *
 * @throws RangeError for a table of another size.
 */
export function playEpisodes(
  task: EpisodicTask,
  policy: Float64Array,
  episodes: number,
  stream: RandomStream,
): Rollouts {
  const { actions, horizon, observations } = task;
  if (policy.length !== observations.count * actions)
    throw new RangeError(
      `${task.name}: expected a policy of ${observations.count} x ${actions} probabilities, got ${policy.length}`,
    );
  const start = new Int32Array(episodes + 1);
  const last = new Int32Array(episodes).fill(-1);
  const observation = new Int32Array(episodes * horizon);
  const action = new Int32Array(episodes * horizon);
  const reward = new Float64Array(episodes * horizon);
  const performance = new Float64Array(episodes * horizon);
  let step = 0;
  for (let e = 0; e < episodes; e++) {
    const chance = stream.split("episode", e);
    const play = task.begin(chance);
    let done = false;
    for (let t = 0; t < horizon && !done; t++, step++) {
      const seen = play.observation;
      const chosen = chooseAction(policy, seen * actions, actions, chance.uniform());
      const outcome = play.step(chosen);
      observation[step] = seen;
      action[step] = chosen;
      reward[step] = outcome.reward;
      performance[step] = outcome.performance;
      done = outcome.done;
    }
    if (!done) last[e] = play.observation;
    start[e + 1] = step;
  }
  return {
    episodes,
    start,
    observation: observation.subarray(0, step),
    action: action.subarray(0, step),
    reward: reward.subarray(0, step),
    performance: performance.subarray(0, step),
    last,
  };
}

/** An action by inversion of its probabilities at `from`. */
function chooseAction(policy: Float64Array, from: number, actions: number, uniform: number): number {
  let left = uniform;
  for (let a = 0; a < actions - 1; a++) {
    left -= policy[from + a] as number;
    if (left < 0) return a;
  }
  return actions - 1;
}

/** What a batch weighs each observation by. */
export interface ObservationSums {
  /** Mean over steps of A_t [o_t = o, a_t = a], [observations, actions]. */
  readonly gain: Float64Array;
  /** Share of the steps that saw each observation, [observations]. */
  readonly visits: Float64Array;
}

export function summedByObservation(
  { observation, action }: Rollouts,
  advantage: Float64Array,
  observations: number,
  actions: number,
): ObservationSums {
  const gain = new Float64Array(observations * actions);
  const visits = new Float64Array(observations);
  observation.forEach((o, t) => {
    gain[o * actions + (action[t] as number)]! += (advantage[t] as number) / observation.length;
    visits[o]! += 1 / observation.length;
  });
  return { gain, visits };
}

/** Sum over each episode, [episodes]. */
export function episodeTotals({ episodes, start }: Rollouts, perStep: Float64Array): Float64Array {
  const totals = new Float64Array(episodes);
  for (let e = 0; e < episodes; e++)
    for (let t = start[e] as number; t < (start[e + 1] as number); t++) totals[e]! += perStep[t] as number;
  return totals;
}
