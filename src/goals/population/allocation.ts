import type { RandomStream } from "../../numeric/index.js";
import { binomial } from "./binomial.js";
import type { EpisodeLikelihoods } from "./episode-likelihoods.js";

/** Up to so many equal episodes a goal, drawing them one by one is cheaper. */
const ONE_BY_ONE = 2;

/**
 * Draws the goal of every episode of row r given the weights, P(z_e = g) proportional to w_g P(e | g), and adds the
 * number of episodes of each goal to `counts`. Of many equal episodes those of the likeliest goal are drawn together,
 * then, where many are left, those of one goal after the other: the cost does not grow with their number.
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
  let [largest, likeliest] = [-1, 0];
  for (let i = 0; i < size; i++) {
    cumulative[i] = weights[goal[from + i]] * likelihood[from + i];
    if (cumulative[i] > largest) [largest, likeliest] = [cumulative[i], i];
  }
  // Running sums of the others, in which the likeliest has no share.
  let others = 0;
  cumulative[likeliest] = 0;
  for (let i = 0; i < size; i++) {
    others += cumulative[i];
    cumulative[i] = others;
  }
  if (left > ONE_BY_ONE * size) {
    const drawn = binomial(stream, left, largest / (largest + others));
    counts[goal[from + likeliest]] += drawn;
    left -= drawn;
    largest = 0;
  }
  let i = size - 1;
  for (; i > 0 && left > ONE_BY_ONE * size; i--) {
    const drawn = binomial(stream, left, 1 - cumulative[i - 1] / cumulative[i]);
    counts[goal[from + i]] += drawn;
    left -= drawn;
  }
  others = cumulative[i];
  for (; left > 0; left--) {
    const target = stream.uniform() * (largest + others) - largest;
    let one = target < 0 ? likeliest : 0;
    if (target >= 0) while (one < i && cumulative[one] <= target) one++;
    counts[goal[from + one]] += 1;
  }
}
