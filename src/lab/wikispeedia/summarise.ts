import type { ExperimentResult, Figure, NavigationData } from "../../contracts/index.js";
import { navigationContexts, navigationFeatures } from "../../goals/index.js";
import { RandomStream } from "../../numeric/index.js";
import { bootstrapOverTargets, type Interval, type Statistic } from "./bootstrap.js";
import { charts, findings } from "./findings.js";
import type { WikispeediaParameters } from "./parameters.js";
import { accuracyIn, average, calibrationError, confidenceIn, gain, type Side } from "./statistics.js";
import { BINS, stages, type TargetTally } from "./tally.js";
import type { WikispeediaTrial } from "./trial.js";

export const questionText =
  "Which article is a person looking for, given the links clicked so far? Does a policy learned from people who looked " +
  "for other articles tell it better than distance does, with probabilities that mean what they say?";

export const rule =
  "Targets are split at random into folds parts: one to test on, one to learn from how much clicks count, the others to learn " +
  "from what people follow. The last node of a path is hidden. Candidates: the true target and articles as many links " +
  "from the start as it is, drawn from the other targets of the same part, then, where these do not suffice, from articles that no path " +
  "seeks, then from the nearest distances. Baseline: clicks with probability proportional to exp(-baselineBeta hops), " +
  "Bayes' rule, untuned. Both rule out an article that was passed. Ties count as their share. Intervals: 95% percentile bootstrap over " +
  "targets. beats-distance: top-1 and log loss are better than the baseline's, by paired intervals above 0, after 1, 2 " +
  "and 3 clicks, with all but the last click, and over every click, and the expected calibration error (15 bins of the largest probability, every click) is at " +
  "most 0.03; miscalibrated: better, but the error is larger; not-better: otherwise. Sample size: all paths of the " +
  "test part that show minClicks clicks; where testDevelopment is 0, of targets that the features were not chosen on.";

/** Largest expected calibration error that still counts as calibrated. */
const CALIBRATED = 0.03;

/** The stages in the summary, by the names of their figures. */
const reported: readonly (readonly [suffix: string, stage: string])[] = [
  ["_after_1", "after_1"],
  ["_after_2", "after_2"],
  ["_after_3", "after_3"],
  ["_all_but_last", "1_left"],
  ["", "every_click"],
];

type Verdict = "beats-distance" | "miscalibrated" | "not-better";

export function summarise(
  { articles, skipped }: NavigationData,
  parameters: WikispeediaParameters,
  seed: number,
  { learned, tallies, tooShort }: WikispeediaTrial,
): Omit<ExperimentResult, "experiment" | "version"> {
  const stream = RandomStream.fromSeed(seed).split("wikispeedia", "bootstrap");
  const estimate = bootstrapOverTargets(tallies, parameters.replications, stream);
  const figure = (interval: Interval, unit: string): Figure => ({
    ...interval,
    unit,
    ...(interval.lower === null ? {} : { ...meaning, n: tallies.length }),
  });
  const summary: Record<string, Figure> = {};
  const gains: Interval[] = [];
  for (const [suffix, stage] of reported) {
    for (const [prefix, side] of [
      ["", "ours"],
      ["baseline_", "baseline"],
    ] as const) {
      summary[`${prefix}top1${suffix}`] = figure(estimate(average(side, "top1", stage)), "1");
      summary[`${prefix}logloss${suffix}`] = figure(estimate(average(side, "logloss", stage)), "nat");
    }
    for (const [measure, unit] of [
      ["top1", "1"],
      ["logloss", "nat"],
    ] as const) {
      const better = estimate(gain(measure, stage));
      gains.push(better);
      summary[`${measure}_gain${suffix}`] = figure(better, unit);
    }
  }
  const ece = estimate(calibrationError);
  summary.ece = figure(ece, "1");
  summary.paths_test = count(tallies.reduce((walks, tally) => walks + tally.walks, 0));
  summary.targets_test = count(tallies.length);

  const better = gains.every(({ lower }) => lower !== null && lower > 0);
  const calibrated = ece.value !== null && ece.value <= CALIBRATED;
  const verdict: Verdict = better ? (calibrated ? "beats-distance" : "miscalibrated") : "not-better";
  const problems = learned.flatMap((part) => part.problems);
  const notes = [
    `${tooShort} test paths that show fewer clicks than ${parameters.minClicks} are left out.`,
    ...(parameters.testDevelopment === 0 ? ["So are targets that the features were chosen on."] : []),
    ...(skipped.paths > 0
      ? [`${skipped.paths} unfinished paths could not be read, the first: ${skipped.first}.`]
      : []),
    ...(problems.length > 0 ? [`Fits that did not converge: ${problems.join("; ")}.`] : []),
  ];
  return {
    seed,
    parameters: { ...parameters, articles: articles.length },
    question: questionText,
    rule,
    summary,
    verdict,
    why: `${explain(summary)} ${notes.join(" ")}`,
    findings: findings(better, calibrated),
    charts: charts(summary),
    series: series(estimate, tallies, learned),
  };
}

/** Of every interval here. */
const meaning = {
  level: 0.95,
  method: "percentile bootstrap over targets",
  covers: "the draw of the targets",
};

const count = (value: number): Figure => ({ value, lower: null, upper: null, unit: "1" });

function explain(summary: Record<string, Figure>): string {
  const percent = (name: string): string => {
    const value = summary[name]?.value ?? null;
    return value === null ? "?" : `${(100 * value).toFixed(1)}%`;
  };
  const stagesShown = reported
    .slice(0, -1)
    .map(([suffix]) => `${percent(`top1${suffix}`)} against ${percent(`baseline_top1${suffix}`)}`);
  const loss = (name: string): string => summary[name]?.value?.toFixed(3) ?? "?";
  return (
    `Top-1 after 1, 2, 3 clicks and with all but the last: ${stagesShown.join(", ")}; log loss ${loss("logloss")} ` +
    `against ${loss("baseline_logloss")} nats; expected calibration error ${loss("ece")}; ` +
    `${summary.paths_test?.value} paths to ${summary.targets_test?.value} targets.`
  );
}

/**
 * S along the path and the other means by stage ("after_2": walks that went on after two clicks; "1_left": all but the
 * last click), the calibration curve, and what was learned in each part.
 */
function series(
  estimate: (statistic: Statistic) => Interval,
  tallies: readonly TargetTally[],
  learned: WikispeediaTrial["learned"],
) {
  const side = (name: Side, stage: string) => ({
    entropy: estimate(average(name, "entropy", stage)),
    top1: estimate(average(name, "top1", stage)),
    logloss: estimate(average(name, "logloss", stage)),
  });
  const size = (pick: (tally: TargetTally) => number): number =>
    tallies.reduce((total, tally) => total + pick(tally), 0);
  return {
    stages: stages.map((stage, i) => ({
      stage,
      paths: size((tally) => tally.stages[i]?.[0] ?? 0),
      ours: side("ours", stage),
      baseline: side("baseline", stage),
    })),
    calibration: Array.from({ length: BINS }, (_, bin) => ({
      judgements: size((tally) => tally.bins[bin]?.[0] ?? 0),
      confidence: estimate(confidenceIn(bin)).value,
      accuracy: estimate(accuracyIn(bin)),
    })),
    features: navigationFeatures,
    contexts: navigationContexts,
    learned,
  };
}
