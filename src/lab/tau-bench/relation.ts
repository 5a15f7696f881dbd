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
