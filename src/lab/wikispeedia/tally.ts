import { type Evidence, logGoalPosterior, type Tempering, untempered } from "../../goals/index.js";
import { sum } from "../../numeric/index.js";

/** Sums over walks at one stage; divide by `n`. Ours and the baseline's. */
export type Sums = readonly [
  n: number,
  hits: number,
  loss: number,
  entropy: number,
  baselineHits: number,
  baselineLoss: number,
  baselineEntropy: number,
];
/** Of one bin of confidence. */
export type BinSums = readonly [n: number, confidence: number, hits: number];

/** All that the figures need of the walks to one target. */
export interface TargetTally {
  readonly target: number;
  readonly walks: number;
  /** By stage, see `stages`. */
  readonly stages: readonly Sums[];
  /** Our posterior after each click, by its largest probability. */
  readonly bins: readonly BinSums[];
}

const MOST_CLICKS = 10;
const MOST_LEFT = 6;

/** After 0 to 10 clicks; with 1 (all but the last click) to 6 clicks still to come; after every click. */
export const stages: readonly string[] = [
  ...Array.from({ length: MOST_CLICKS + 1 }, (_, clicks) => `after_${clicks}`),
  ...Array.from({ length: MOST_LEFT }, (_, i) => `${i + 1}_left`),
  "every_click",
];
/** Bins of equal width of the largest probability. */
export const BINS = 15;

/** Stages of a prefix of `clicks` clicks, out of `shown`, of a walk with one more. No click, no inference: 0 is apart. */
function stagesOf(clicks: number, shown: number): string[] {
  const after = clicks <= MOST_CLICKS ? [`after_${clicks}`] : [];
  const left = shown - clicks + 1;
  if (clicks === 0) return after;
  return [...after, ...(left <= MOST_LEFT ? [`${left}_left`] : []), "every_click"];
}

/** Tallies walks to one target: `ours` and `baseline` weigh the same walks. */
export function tally(
  target: number,
  ours: readonly Evidence[],
  baseline: readonly Evidence[],
  tempering: Tempering,
): TargetTally {
  const sums = stages.map(() => [0, 0, 0, 0, 0, 0, 0]);
  const bins = Array.from({ length: BINS }, () => [0, 0, 0]);
  ours.forEach((evidence, walk) => {
    const shown = evidence.clicks[evidence.truth]?.length ?? 0;
    for (let clicks = 0; clicks <= shown; clicks++) {
      const posterior = judge(logGoalPosterior(evidence, clicks, tempering), evidence.truth);
      const other = baseline[walk] as Evidence;
      const reference = judge(logGoalPosterior(other, clicks, untempered), other.truth);
      const row = [1, ...figures(posterior), ...figures(reference)];
      for (const stage of stagesOf(clicks, shown)) add(sums[stages.indexOf(stage)] as number[], row);
      if (clicks === 0) continue;
      const bin = Math.min(BINS - 1, Math.floor(posterior.confidence * BINS));
      add(bins[bin] as number[], [1, posterior.confidence, posterior.hit]);
    }
  });
  return {
    target,
    walks: ours.length,
    stages: sums as unknown as Sums[],
    bins: bins as unknown as BinSums[],
  };
}

interface Judgement {
  /** 1 when the largest probability is the truth's alone, 1/m when m share it. */
  readonly hit: number;
  readonly loss: number;
  readonly entropy: number;
  readonly confidence: number;
}

const figures = ({ hit, loss, entropy }: Judgement): number[] => [hit, loss, entropy];

function judge(logPosterior: Float64Array, truth: number): Judgement {
  const largest = logPosterior.reduce((most, p) => Math.max(most, p), -Infinity);
  const first = logPosterior.filter((p) => p === largest).length;
  const p = logPosterior[truth] as number;
  return {
    hit: p === largest ? 1 / first : 0,
    loss: -p,
    entropy: sum(logPosterior.map((q) => (q === -Infinity ? 0 : -q * Math.exp(q)))),
    confidence: Math.exp(largest),
  };
}

function add(to: number[], row: readonly number[]): void {
  row.forEach((value, i) => {
    to[i] = (to[i] as number) + value;
  });
}
