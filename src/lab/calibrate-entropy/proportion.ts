import { normalQuantile } from "../../numeric/index.js";

export interface Proportion {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** successes / n with the 95% score interval [Wilson 1927]. */
export function proportion(successes: number, n: number): Proportion {
  const z = normalQuantile(0.975);
  const value = successes / n;
  const centre = (value + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((value * (1 - value)) / n + z ** 2 / (4 * n ** 2));
  return { value, lower: Math.max(0, centre - half), upper: Math.min(1, centre + half) };
}
