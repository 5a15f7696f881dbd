import { each, problemIn, whole } from "../parameter-checks.js";

export type RealStreamsParameters = typeof realStreamsDefaults;

export const realStreamsDefaults = {
  /** Shuffles of each stream. */
  shuffles: 500,
  /** Answers in a window. */
  window: 10,
  /** Wanted false-alarm interval, windows. */
  every: 200,
  /** Share of a condition's answers that is the reference. */
  reference: 0.5,
  /** Runs of ideal streams behind the promised share of false alarms. */
  ideal: 4000,
  /** Least answers of either condition left by matching lengths. */
  least: 200,
  /** Number of the comparison; trials of one comparison each set it. */
  comparison: 0,
};

/** What is wrong with `parameters`, or undefined. */
export function problem(p: RealStreamsParameters): string | undefined {
  const wrong = problemIn(p, each(["shuffles", "window", "ideal", "least"], whole(2)));
  if (wrong !== undefined) return wrong;
  if (!(p.every >= 10 && p.every <= 1e6)) return `every must lie in 10 to 1000000 windows, got ${p.every}`;
  if (!(p.reference > 0 && p.reference < 1)) return `reference must lie in (0, 1), got ${p.reference}`;
  if (p.comparison !== 0) return "comparison is set by the trials";
  return undefined;
}
