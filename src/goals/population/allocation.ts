import type { RandomStream } from "../../numeric/index.js";
import type { EpisodeLikelihoods } from "./episode-likelihoods.js";

/** Above this chance of missing the likeliest goal, drawing one by one is cheaper than skipping over the hits. */
const SKIP_BELOW = 0.3;

/**
 * Draws the goal of every episode of row r given the weights, P(z_e = g) proportional to w_g P(e | g), and adds the
 * number of episodes of each goal to `counts`.
 *
 * Equal episodes are drawn together: those that miss their likeliest goal are found by geometric waiting times
 * [Devroye 1986, section X.4.3], so that the cost is that of the episodes in doubt.
 *
 * @param share scratch, [goals].
 */
export function allocateRow(
  stream: RandomStream,
  { multiplicity, start, goal, likelihood }: EpisodeLikelihoods,
  r: number,
  weights: Float64Array,
  counts: Float64Array,
  share: Float64Array,
): void {
  const from = start[r];
  const size = start[r + 1] - from;
  const episodes = multiplicity[r];
  if (size === 1) {
    counts[goal[from]] += episodes;
    return;
  }
  let total = 0;
  let top = 0;
  for (let i = 0; i < size; i++) {
    const product = weights[goal[from + i]] * likelihood[from + i];
    share[i] = product;
    total += product;
    if (product > share[top]) top = i;
  }
  const others = total - share[top];
  const misses = others / total;
  if (episodes === 1 || misses > SKIP_BELOW) {
    for (let e = 0; e < episodes; e++) counts[goal[from + pick(share, size, stream.uniform() * total)]] += 1;
    return;
  }
  counts[goal[from + top]] += episodes;
  if (misses <= 0) return;
  share[top] = 0;
  const logHit = Math.log1p(-misses);
  let at = Math.log(stream.uniformOpen()) / logHit;
  while (at < episodes) {
    counts[goal[from + top]] -= 1;
    counts[goal[from + pick(share, size, stream.uniform() * others)]] += 1;
    at = Math.floor(at) + 1 + Math.log(stream.uniformOpen()) / logHit;
  }
}

function pick(share: Float64Array, size: number, target: number): number {
  let left = target;
  let i = 0;
  while (i < size - 1 && left >= share[i]) left -= share[i++];
  return i;
}
