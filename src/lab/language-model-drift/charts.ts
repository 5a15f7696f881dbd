import type { Chart, ChartPoint } from "../../contracts/index.js";
import { mean } from "../../numeric/index.js";
import { outcomes } from "../../training/index.js";
import { type Condition, conditions } from "./conditions.js";
import { bySeed, divergences, entropies, figure, paired, type Range, shares } from "./figures.js";
import type { TrialPoint } from "./measurement.js";
import type { DriftParameters } from "./parameters.js";
import type { DriftTrial, TrialRun } from "./trial.js";

const BANDS = "Lines are means over seeds, bands their 95% intervals, pointwise.";
const STEP = { label: "step of fine-tuning" };

export function charts(p: DriftParameters, trials: readonly DriftTrial[]): Chart[] {
  const start = mean(
    trials.flatMap(({ runs }) => runs.slice(0, 1).map(({ points }) => points[0]?.exactEntropy ?? 0)),
  );
  const course = (
    id: string,
    title: string,
    label: string,
    caption: string,
    range: Range,
    read: (point: TrialPoint) => number,
  ): Chart => lines(p, trials, { id, title, caption: `${caption} ${BANDS}`, label, range }, read);
  const entropy = course(
    "entropy",
    "Does S rise, and does work hold it?",
    "S, nats",
    `Sampled completions, parsed. The strip is ${p.threshold} nat about the base model's exact S.`,
    entropies,
    (point) => point.entropy,
  );
  return [
    {
      ...entropy,
      panels: entropy.panels.map((panel) => ({
        ...panel,
        ...(start !== undefined && { strip: [start - p.threshold, start + p.threshold] as [number, number] }),
      })),
    },
    behaviours(p, trials),
    gammaEff(p, trials),
    course(
      "fidelity",
      "How often is the response still the intended one?",
      "probability of the intended response",
      "Exact probabilities on held-out prompts. S cannot tell a sure intended response from a sure other one; this can.",
      shares,
      (point) => point.exact[0] as number,
    ),
    course(
      "divergence",
      "How far is it from the base model?",
      "divergence, nats",
      "D_KL(base || now) of the exact distributions of outcomes.",
      divergences,
      (point) => point.divergence,
    ),
    course(
      "warm",
      "Is what is harmless still learned?",
      "probability of the warm manner",
      "The proxy pays for a manner of answering that is no other behaviour: what work keeps from being learned is its price.",
      shares,
      (point) => point.warm,
    ),
    sampler(trials),
  ];
}

/** Steps at which a condition was measured. */
function stepsOf(p: DriftParameters): number[] {
  const count = Math.ceil(p.tuneSteps / p.measureEvery);
  return Array.from({ length: count + 1 }, (_, i) => Math.min(p.tuneSteps, i * p.measureEvery));
}

function overRuns(x: number, values: readonly (number | undefined)[], range?: Range): ChartPoint {
  const { lower, upper, value } = figure(values, "1", range);
  return lower === null ? { x, value } : { x, value, lower, upper };
}

/** What is beside the run without work, panel by panel. */
const comparisons: readonly (readonly [title: string, is: (way: Condition) => boolean])[] = [
  ["L2 work", ({ work }) => work === "l2"],
  ["KL work", ({ work }) => work.startsWith("kl")],
  ["one rater", ({ raters }) => raters === "one-rater"],
];

/** One line a condition, one panel a comparison. */
function lines(
  p: DriftParameters,
  trials: readonly DriftTrial[],
  {
    label,
    range,
    ...texts
  }: Pick<Chart, "id" | "title" | "caption"> & { readonly label: string; readonly range: Range },
  read: (point: TrialPoint) => number,
): Chart {
  const ways = conditions(p);
  const line = (id: string) =>
    stepsOf(p).map((step, at) =>
      overRuns(
        step,
        bySeed(trials, id, ({ points }) => read(points[at] as TrialPoint)),
        range,
      ),
    );
  return {
    ...texts,
    mark: "line",
    x: STEP,
    y: { label },
    series: ways.map((way) => way.label),
    panels: comparisons.map(([title, is]) => ({
      title,
      series: ways.flatMap((way, look) =>
        way.id === "none" || is(way) ? [{ look, points: line(way.id) }] : [],
      ),
    })),
  };
}

/** What the five behaviours and the unparsed do, one panel a condition. */
function behaviours(p: DriftParameters, trials: readonly DriftTrial[]): Chart {
  return {
    id: "behaviours",
    title: "Which behaviours take the place of the intended one?",
    caption: `Exact probabilities of the outcomes on held-out prompts. ${BANDS}`,
    mark: "line",
    x: STEP,
    y: { label: "probability" },
    series: [...outcomes],
    panels: conditions(p).map(({ id, label }) => ({
      title: label,
      series: outcomes.map((_, look) => ({
        look,
        points: stepsOf(p).map((step, at) =>
          overRuns(
            step,
            bySeed(trials, id, ({ points }) => points[at]?.exact[look] as number),
            shares,
          ),
        ),
      })),
    })),
  };
}

/** gamma_eff between measurements: how much faster S rose without work than with it. */
function gammaEff(p: DriftParameters, trials: readonly DriftTrial[]): Chart {
  const worked = conditions(p).filter(({ work }) => work !== "none");
  const steps = stepsOf(p).slice(1);
  const slope =
    (at: number) =>
    ({ points }: TrialRun): number => {
      const [before, after] = [points[at], points[at + 1]] as [TrialPoint, TrialPoint];
      return (after.entropy - before.entropy) / (after.step - before.step);
    };
  return {
    id: "gamma-eff",
    title: "How much does work lower dS/dt?",
    caption:
      "gamma_eff, (dS/dt without work) - (dS/dt with it), seed by seed, between one measurement and the next. Once S is high " +
      `without work it rises no more, and gamma_eff falls to zero or below though the work goes on. ${BANDS}`,
    mark: "line",
    x: STEP,
    y: { label: "gamma_eff, nats per step" },
    series: worked.map(({ label }) => label),
    panels: [
      {
        guides: [{ at: 0, label: "no effect" }],
        series: worked.map(({ id }, look) => ({
          look,
          points: steps.map((step, at) =>
            overRuns(step, paired(bySeed(trials, "none", slope(at)), bySeed(trials, id, slope(at)))),
          ),
        })),
      },
    ],
  };
}

/** Sampled against exact, every measurement of every run. */
function sampler(trials: readonly DriftTrial[]): Chart {
  const points = trials.flatMap(({ runs }) =>
    runs.flatMap((run) =>
      run.points.map(({ entropy, entropyLower, entropyUpper, exactEntropy }) => ({
        x: exactEntropy,
        value: entropy - exactEntropy,
        lower: entropyLower - exactEntropy,
        upper: entropyUpper - exactEntropy,
      })),
    ),
  );
  return {
    id: "sampler",
    title: "Is the sampled S the exact one?",
    caption:
      "Every measurement: S from sampled completions less S from the probabilities of all grammatical completions, with the " +
      "95% interval of the first (Nemenman-Shafee-Bialek posterior, over prompts and completions). 19 of 20 should hold 0.",
    mark: "points",
    x: { label: "exact S, nats" },
    y: { label: "sampled less exact S, nats" },
    series: ["a measurement"],
    panels: [{ guides: [{ at: 0, label: "equal" }], series: [{ look: 0, points }] }],
  };
}
