/** What watches a stream: a statistic of windows, or of single answers, and a detector with a promised false-alarm rate. */
import {
  boundedMean,
  cusum,
  cusumThreshold,
  cusumTwoSided,
  type Detector,
  eShiryaevRoberts,
  ewma,
  ewmaWidth,
  shewhart,
  shewhartLimit,
} from "../../detection/index.js";
import { maximumLikelihood } from "../../entropy/index.js";
import { multinomial, normalQuantile, type RandomStream } from "../../numeric/index.js";
import type { RealStreamsParameters } from "./parameters.js";

export interface Watcher {
  readonly name: string;
  /** What is watched: S or divergence of windows, as normal scores; or the surprise of each answer, in [0, 1]. */
  readonly statistic: "entropy" | "divergence" | "surprise";
  readonly detector: (reference: Reference) => Detector<unknown>;
}

/** The distribution of behaviours on the reference part of a stream. */
export interface Reference {
  readonly shares: readonly number[];
  /** E[1 - p(behaviour)]. */
  readonly surprise: number;
}

/** Surprise above the reference's mean that is tolerated. */
const SLACK = 0.05;

/** Thresholds by the run-length solver for one false alarm in `every` windows; the e-detector's by its guarantee. */
export function watchers({ every, window }: RealStreamsParameters): Watcher[] {
  const upper = shewhart({ limit: shewhartLimit(every, { sides: "upper" }), sides: "upper" });
  const rising = cusum({ threshold: cusumThreshold(every) });
  const either = cusumTwoSided({ threshold: cusumThreshold(every, { sides: "both" }) });
  const smooth = ewma({ width: ewmaWidth(every) });
  return [
    { name: "Shewhart of divergence", statistic: "divergence", detector: () => upper },
    { name: "CUSUM of divergence", statistic: "divergence", detector: () => rising },
    { name: "two-sided CUSUM of S", statistic: "entropy", detector: () => either },
    { name: "EWMA of S", statistic: "entropy", detector: () => smooth },
    {
      name: "e-detector of surprise",
      statistic: "surprise",
      detector: ({ surprise }) =>
        eShiryaevRoberts({
          bets: boundedMean({ nullMean: Math.min(0.95, surprise + SLACK) }),
          alpha: 1 / (every * window),
        }),
    },
  ];
}

export function referenceOf(items: readonly number[], kinds: number): Reference {
  const counts = new Array<number>(kinds).fill(0.5);
  for (const behaviour of items) counts[behaviour]!++;
  const total = counts.reduce((a, b) => a + b);
  const shares = counts.map((count) => count / total);
  return { shares, surprise: 1 - shares.reduce((sum, p) => sum + p * p, 0) };
}

/** Draws behind the normal scores. */
const DRAWS = 1000;

/**
 * The stream that a watcher sees. A window's S (maximum likelihood) or divergence sum n ln(n / (m p)) becomes a normal score by
 * its rank among windows drawn from the reference, since detectors take standard normal observations.
 */
export function scoresOf(reference: Reference, window: number, stream: RandomStream) {
  const draw = multinomial(stream, window, reference.shares);
  const drawn = Array.from({ length: DRAWS }, draw);
  const measures = {
    entropy: (counts: ArrayLike<number>) => maximumLikelihood.estimate(counts)!,
    divergence: (counts: ArrayLike<number>) =>
      reference.shares.reduce((sum, p, k) => {
        const n = counts[k]!;
        return n > 0 ? sum + n * Math.log(n / (window * p)) : sum;
      }, 0),
  };
  const sorted = {
    entropy: Float64Array.from(drawn, measures.entropy).sort(),
    divergence: Float64Array.from(drawn, measures.divergence).sort(),
  };
  return (statistic: Watcher["statistic"], items: readonly number[]): number[] => {
    if (statistic === "surprise") return items.map((behaviour) => 1 - reference.shares[behaviour]!);
    const windows = Math.floor(items.length / window);
    return Array.from({ length: windows }, (_, w) => {
      const counts = new Array<number>(reference.shares.length).fill(0);
      for (const behaviour of items.slice(w * window, (w + 1) * window)) counts[behaviour]!++;
      return normalScore(measures[statistic](counts), sorted[statistic]);
    });
  };
}

/** Phi^-1 of the middle rank of `value` among ascending `sorted`; ties share the middle. */
function normalScore(value: number, sorted: Float64Array): number {
  const below = count(sorted, value - 1e-9);
  const upTo = count(sorted, value + 1e-9);
  return normalQuantile(((below + upTo) / 2 + 0.5) / (sorted.length + 1));
}

/** How many of ascending `sorted` lie below `value`. */
function count(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Observations up to the first alarm, or null. */
export function firstAlarm(detector: Detector<unknown>, observations: readonly number[]): number | null {
  if (observations.length === 0) return null;
  const { alarm, next } = detector.run(detector.init(), observations);
  return alarm ? next : null;
}
