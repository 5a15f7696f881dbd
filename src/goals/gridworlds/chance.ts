import { categorical, type RandomStream } from "../../numeric/index.js";

/** Draws an index with the given probabilities: the only source of chance in an environment. */
export type Choose = (probabilities: readonly number[]) => number;

/** Chance drawn from a stream. */
export const sampled =
  (stream: RandomStream): Choose =>
  (probabilities) =>
    categorical(stream, probabilities)();

export interface Weighted<T> {
  readonly probability: number;
  readonly value: T;
}

/**
 * Every way `run` can go, with its probability, by replaying it along each path of its tree of choices. The same
 * program so serves sampling and exact expectation. Cost: one run a path; paths may give equal values.
 */
export function everyOutcome<T>(run: (choose: Choose) => T): Weighted<T>[] {
  const outcomes: Weighted<T>[] = [];
  const unexplored: number[][] = [[]];
  for (let path = unexplored.pop(); path !== undefined; path = unexplored.pop()) {
    const taken: number[] = path;
    let depth = 0;
    let probability = 1;
    const value = run((probabilities) => {
      if (depth === taken.length) {
        const [first, ...others] = probabilities.flatMap((p, index) => (p > 0 ? [index] : []));
        for (const other of others) unexplored.push([...taken, other]);
        taken.push(first);
      }
      const index = taken[depth++];
      probability *= probabilities[index];
      return index;
    });
    outcomes.push({ probability, value });
  }
  return outcomes;
}
