import type { NavigationPath } from "../../contracts/index.js";
import type { RandomStream } from "../../numeric/index.js";

/** `items` in random order [Fisher & Yates]. */
export function shuffled<T>(items: readonly T[], stream: RandomStream): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = stream.integer(i + 1);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

/** `count` of the items, or all, in random order. */
export const sample = <T>(items: readonly T[], count: number, stream: RandomStream): T[] =>
  shuffled(items, stream).slice(0, count);

/** At most `most` paths of each pair of start and target, drawn at random. */
export function capPairs(
  paths: readonly NavigationPath[],
  most: number,
  stream: RandomStream,
): NavigationPath[] {
  const pairs = groupBy(paths, ({ nodes, target }) => `${nodes[0]} ${target}`);
  return [...pairs].flatMap(([pair, some]) => sample(some, most, stream.split(pair)));
}

/** The distinct targets of the paths, split at random into `folds` parts of sizes that differ by one at most. */
export function targetFolds(
  paths: readonly NavigationPath[],
  folds: number,
  stream: RandomStream,
): number[][] {
  const targets = [...new Set(paths.map(({ target }) => target))].sort((a, b) => a - b);
  const order = shuffled(targets, stream);
  return Array.from({ length: folds }, (_, fold) => order.filter((_, i) => i % folds === fold));
}

export function groupBy<T, K>(items: Iterable<T>, key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
