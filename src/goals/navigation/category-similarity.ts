/** A category by the way to it, from the broadest to the narrowest. */
export type Category = readonly string[];

/**
 * How alike the categories of every node are to those of a target: over all pairs of a category of each, the largest
 * 2 depth(common part) / (depth(a) + depth(b)) [Wu & Palmer 1994, eq. 1], where the broadest category, common to all, has
 * depth 0. From 0 (no common part, or no category) to 1 (a category in common).
 *
 * @param categories the categories of each node.
 * @returns a function of the target.
 */
export function categorySimilarity(
  categories: readonly (readonly Category[])[],
): (target: number) => Float64Array {
  const numbers = new Map<string, number>();
  const distinct: Category[] = [];
  const ofNode = categories.map((list) =>
    list.map((category) => {
      const key = JSON.stringify(category);
      const number = numbers.get(key) ?? distinct.push(category) - 1;
      numbers.set(key, number);
      return number;
    }),
  );
  const table = distinct.map((a) => Float64Array.from(distinct, (b) => wuPalmer(a, b)));
  return (target) => {
    const best = Float64Array.from(distinct, (_, category) => {
      return ofNode[target].reduce((top, own) => Math.max(top, table[own][category]), 0);
    });
    return Float64Array.from(ofNode, (list) => list.reduce((top, own) => Math.max(top, best[own]), 0));
  };
}

function wuPalmer(a: Category, b: Category): number {
  const shorter = Math.min(a.length, b.length);
  let common = 0;
  while (common < shorter && a[common] === b[common]) common++;
  if (common === 0) return 0;
  const depths = a.length + b.length - 2;
  return depths === 0 ? 1 : (2 * (common - 1)) / depths;
}
