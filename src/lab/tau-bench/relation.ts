/**
 * Area under the ROC curve: the probability that a success has the higher score, ties one half [Mann & Whitney 1947].
 * `undefined` without both kinds.
 */
export function auc(scores: readonly number[], success: readonly boolean[]): number | undefined {
  let [pairs, won] = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    if (!success[i]) continue;
    for (let j = 0; j < scores.length; j++) {
      if (success[j]) continue;
      pairs += 1;
      won += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0;
    }
  }
  return pairs === 0 ? undefined : won / pairs;
}

/** The same over pairs of one group only, so that no difference between groups enters. */
export function aucWithin(
  groups: readonly { readonly scores: readonly number[]; readonly success: readonly boolean[] }[],
): number | undefined {
  let [pairs, won] = [0, 0];
  for (const { scores, success } of groups) {
    const yes = success.filter(Boolean).length;
    const size = yes * (success.length - yes);
    pairs += size;
    won += size * (auc(scores, success) ?? 0);
  }
  return pairs === 0 ? undefined : won / pairs;
}

/**
 * Spearman's rank correlation, ties sharing their mean rank [Spearman 1904]. `undefined` where either is constant, as for
 * fewer than two.
 */
export function rankCorrelation(x: readonly number[], y: readonly number[]): number | undefined {
  const [a, b] = [ranks(x), ranks(y)];
  const covariance = dot(a, b);
  const scale = Math.sqrt(dot(a, a) * dot(b, b));
  return scale > 0 ? covariance / scale : undefined;
}

/** Ranks less their mean: half of (how many are smaller - how many are larger). */
const ranks = (values: readonly number[]): number[] =>
  values.map((value) => values.reduce((sum, other) => sum + Math.sign(value - other), 0) / 2);

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);
