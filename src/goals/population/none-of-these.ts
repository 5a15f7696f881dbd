/**
 * "None of these": a column for behaviour that no candidate goal explains, so that it does not masquerade as one of them.
 * It needs a likelihood of its own, comparable with the goals': a model of noise over the same actions.
 */
import type { Mdp } from "../mdp.js";

/**
 * ln P(episode | no goal) of an agent that picks any available action alike: - sum_t ln |A(s_t)|, [episodes].
 *
 * @param episodes each a list of rows of the process, as for the likelihood under a goal.
 * @throws RangeError naming episode and step of a row that does not exist.
 */
export function uniformPolicyLogLikelihood(
  { states, rows, actionStart }: Mdp,
  episodes: readonly ArrayLike<number>[],
): Float64Array {
  const cost = new Float64Array(rows);
  for (let s = 0; s < states; s++)
    cost.fill(Math.log(actionStart[s + 1] - actionStart[s]), actionStart[s], actionStart[s + 1]);
  return Float64Array.from(episodes, (episode, e) => {
    let total = 0;
    for (let t = 0; t < episode.length; t++) {
      const row = episode[t];
      if (!(Number.isInteger(row) && row >= 0 && row < rows))
        throw new RangeError(`episode ${e}, step ${t}: expected a row from 0 to ${rows - 1}, got ${row}`);
      total -= cost[row];
    }
    return total;
  });
}

/**
 * Appends a goal: from [episodes * goals] log-likelihoods to [episodes * (goals + 1)], the last column `column`.
 *
 * @throws RangeError unless there is one entry of `column` an episode.
 */
export function appendGoal(
  logLikelihood: ArrayLike<number>,
  goals: number,
  column: ArrayLike<number>,
): Float64Array {
  if (logLikelihood.length !== goals * column.length)
    throw new RangeError(
      `expected an entry for each of ${logLikelihood.length / goals} episodes, got ${column.length}`,
    );
  const wider = new Float64Array(logLikelihood.length + column.length);
  for (let e = 0; e < column.length; e++) {
    for (let g = 0; g < goals; g++) wider[e * (goals + 1) + g] = logLikelihood[e * goals + g];
    wider[e * (goals + 1) + goals] = column[e];
  }
  return wider;
}
