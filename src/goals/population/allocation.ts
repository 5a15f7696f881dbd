import type { RandomStream } from "../../numeric/index.js";
import { binomial } from "./binomial.js";
import type { EpisodeLikelihoods } from "./episode-likelihoods.js";

/** Up to so many equal episodes a goal, drawing them one by one is cheaper. */
const ONE_BY_ONE = 2;

/**
 * Draws the goal of every episode of row r given the weights, P(z_e = g) proportional to w_g P(e | g), and adds the
 * number of episodes of each goal to `counts`. Many equal episodes are drawn together, goal after goal: the cost does
 * not grow with their number.
 *
 * @param cumulative scratch, [goals].
 */
export function allocateRow(
  stream: RandomStream,
  { multiplicity, start, goal, likelihood }: EpisodeLikelihoods,
  r: number,
  weights: Float64Array,
  counts: Float64Array,
  cumulative: Float64Array,
): void {
  const from = start[r];
  const size = start[r + 1] - from;
  let left = multiplicity[r];
  if (size === 1) {
    counts[goal[from]] += left;
    return;
  }
  let total = 0;
  for (let i = 0; i < size; i++) {
    total += weights[goal[from + i]] * likelihood[from + i];
    cumulative[i] = total;
  }
  if (left <= ONE_BY_ONE * size) {
    for (; left > 0; left--) {
      const target = stream.uniform() * total;
      let i = 0;
      while (i < size - 1 && cumulative[i] <= target) i++;
      counts[goal[from + i]] += 1;
    }
    return;
  }
  for (let i = size - 1; i > 0 && left > 0; i--) {
    const drawn = binomial(stream, left, 1 - cumulative[i - 1] / cumulative[i]);
    counts[goal[from + i]] += drawn;
    left -= drawn;
  }
  counts[goal[from]] += left;
}
