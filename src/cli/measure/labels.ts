/** Goals that were observed as they are: counts of labels. */
import { type EntropyEstimator, intendedDivergence, proportion } from "../../entropy/index.js";
import { printable } from "../../ingest/index.js";
import type { Estimate, RandomStream } from "../../numeric/index.js";
import { suggestion } from "../nearest.js";
import { estimateEntropy, type IntervalKind } from "./entropy.js";
import type { Figures, Measurer, Method } from "./method.js";
import { Tally, Vocabulary } from "./tally.js";

export interface LabelSettings {
  readonly estimator: EntropyEstimator;
  readonly interval: IntervalKind;
  readonly level: number;
  /** The intended goal, if it is known. */
  readonly intended?: string | undefined;
  /** Every goal that there could be, if they were declared; else goals are gathered from what occurs. */
  readonly goals?: readonly string[] | undefined;
}

export function labelMethod(settings: LabelSettings): Method<string, Tally> {
  const { estimator, interval, goals } = settings;
  const vocabulary = new Vocabulary(goals, goals && "--goals");
  return {
    input: "labels",
    interval,
    insufficient: (n) => `${n} observations are for the estimator ${estimator.name}; try nsb`,
    newSample: () => new Tally(vocabulary),
    measurer: (whole) => labelMeasurer(vocabulary, whole, settings),
  };
}

function labelMeasurer({ labels }: Vocabulary, whole: Tally, settings: LabelSettings): Measurer<Tally> {
  const { goals: declared, intended } = settings;
  const goals = declared ?? ordered(labels, whole.counts, intended);
  const places = goals.map((goal) => labels.indexOf(goal));
  return {
    goals,
    intended,
    notes: [
      declared ? "" : "K counts the goals that occurred; declare all there could be with --goals.",
      intended === undefined ? "Fidelity and divergence need the intended goal: --intended NAME." : "",
      unseen(intended, labels, whole.counts),
    ].filter((note) => note !== ""),
    measure(sample, stream) {
      const { counts } = sample;
      return figures(
        places.map((place) => counts[place] ?? 0),
        Math.max(0, goals.indexOf(intended ?? "")),
        settings,
        stream,
      );
    },
  };
}

/** That the intended goal does not occur, which may be so or a slip of the pen. */
function unseen(intended: string | undefined, labels: readonly string[], counts: readonly number[]): string {
  if (intended === undefined || (counts[labels.indexOf(intended)] ?? 0) > 0) return "";
  const others = labels.filter((label) => label !== intended);
  return `No observation has the intended goal '${printable(intended)}'${printable(suggestion(intended, others)) || "."}`;
}

function figures(
  counts: readonly number[],
  intended: number,
  { estimator, interval, level }: LabelSettings,
  stream: RandomStream,
): Figures {
  const n = counts.reduce((a, b) => a + b, 0);
  const entropy = estimateEntropy(counts, estimator, { kind: interval, level, stream });
  const shares = new Map([...new Set(counts)].map((count) => [count, proportion(count, n, level)]));
  const probabilities = counts.map((count) => shares.get(count) as Estimate);
  const fidelity = probabilities[intended]!;
  const alone = counts.filter((count) => count > 0).length === 1 && interval === "bootstrap";
  return {
    estimator: { name: estimator.name, source: estimator.source },
    counts,
    probabilities,
    entropy,
    fidelity,
    divergence: intendedDivergence(fidelity, "the intended goal was never observed"),
    notes: alone
      ? [
          "One goal has every observation: resamples of it cannot vary, so the interval of S has no width; use --interval posterior with --estimator nsb.",
        ]
      : [],
  };
}

/** The intended goal first, then by falling count; equal counts by name, so that the order of the input is forgotten. */
function ordered(
  labels: readonly string[],
  counts: readonly number[],
  intended: string | undefined,
): string[] {
  const pairs = labels.map((goal, i) => ({ goal, count: counts[i]! }));
  if (intended !== undefined && !labels.includes(intended)) pairs.push({ goal: intended, count: 0 });
  const first = ({ goal }: { goal: string }): number => Number(goal === intended);
  pairs.sort((a, b) => first(b) - first(a) || b.count - a.count || (a.goal < b.goal ? -1 : 1));
  return pairs.map(({ goal }) => goal);
}
