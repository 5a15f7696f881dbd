import {
  type WikispeediaResult,
  type WikispeediaStage,
  wikispeediaResultSchema,
} from "../../contracts/index.js";
import { type Line, type LinesChart, linesChart } from "../charts/lines.js";
import { reliabilityChart } from "../charts/reliability.js";
import { rowsChart } from "../charts/rows.js";
import { type Html, html } from "../html.js";
import { exact, figureText, number } from "../numbers.js";
import { figure, fitted } from "../sections/figure.js";
import { prose } from "../typography.js";
import type { ExperimentView } from "./view.js";

export const wikispeedia: ExperimentView = {
  experiment: "wikispeedia",
  verdicts: {
    "beats-distance": {
      tone: "good",
      title: "Clicks reveal what people look for, better than distance does",
    },
    miscalibrated: { tone: "warn", title: "Better than distance, but with probabilities that are off" },
    "not-better": { tone: "bad", title: "The learned policy is not clearly better than distance" },
  },
  key: ["top1_after_3", "baseline_top1_after_3", "top1_all_but_last", "ece"],
  figureName,
  sections(result) {
    return sections(wikispeediaResultSchema.parse(result));
  },
  limits: [
    "People of one game on one small encyclopaedia: other tasks need weights of their own.",
    "The target is among the candidates by construction; a person who looks for none of them is not provided for.",
    "Walks with few clicks left are also the late parts of long walks: the two views count the same clicks differently.",
  ],
};

const stages: Readonly<Record<string, string>> = {
  after_1: "after 1 click",
  after_2: "after 2 clicks",
  after_3: "after 3 clicks",
  all_but_last: "with all but the last click",
};

function figureName(name: string): string | undefined {
  if (name === "ece") return "Expected calibration error";
  if (name === "paths_test") return "Paths tested";
  if (name === "targets_test") return "Targets tested";
  const match = /^(baseline_)?(top1|logloss)(_gain)?(?:_(after_[123]|all_but_last))?$/.exec(name);
  if (!match) return undefined;
  const [, baseline, measure, gain, stage] = match;
  const what = measure === "top1" ? "Right article first" : "Log loss";
  const who = baseline ? ", by distance" : gain ? ", gain over distance" : "";
  return `${what} ${stage ? stages[stage] : "over every click"}${who}`;
}

type Measure = "top1" | "logloss" | "entropy";

const percent = (share: number): string => `${exact(100 * share)}%`;

/** Stages "after_0", "after_1", ... or "6_left", ..., "1_left" as points; x is clicks so far, or minus clicks left. */
function line(
  all: readonly WikispeediaStage[],
  side: "ours" | "baseline",
  measure: Measure,
  left: boolean,
): Line {
  const points = all.flatMap(({ stage, paths, ...sides }) => {
    const clicks = (left ? /^(\d+)_left$/ : /^after_(\d+)$/).exec(stage)?.[1];
    return clicks === undefined || paths === 0
      ? []
      : [{ x: left ? -Number(clicks) : Number(clicks), ...sides[side][measure] }];
  });
  return {
    label: side === "ours" ? "learned" : "distance",
    colour: side === "ours" ? "var(--policy-2)" : "var(--policy-1)",
    dash: side === "ours" ? "none" : "9 4",
    symbol: side === "ours" ? "circle" : "square",
    points: points.sort((a, b) => a.x - b.x),
  };
}

function chart(
  { series, parameters }: WikispeediaResult,
  measure: Measure,
  left: boolean,
  y: Pick<LinesChart["y"], "label" | "format"> & { readonly chance: number },
): Html {
  const lines = (["ours", "baseline"] as const).map((side) => line(series.stages, side, measure, left));
  const xs = lines.flatMap(({ points }) => points.map(({ x }) => x));
  const values = lines.flatMap(({ points }) => points.map(({ value, upper }) => upper ?? value ?? 0));
  const top = measure === "top1" ? 1 : Math.max(y.chance, ...values) * 1.06;
  const domain = xs.length === 0 ? ([0, 1] as const) : ([Math.min(...xs), Math.max(...xs)] as const);
  const ticks = [...new Set(xs)].sort((a, b) => a - b);
  return fitted(
    linesChart({
      name: `${measure}-${left ? "left" : "after"}`,
      title: `${y.label} by clicks ${left ? "left" : "so far"}, learned policy and distance`,
      desc: lines
        .map(
          ({ label, points }) =>
            `${label}: ${points.map(({ value }) => (value === null ? "none" : number(value))).join(", ")}`,
        )
        .join("; "),
      x: {
        label: left ? "clicks left to the target, that one included" : "clicks so far",
        domain: domain[0] === domain[1] ? [domain[0] - 1, domain[1] + 1] : domain,
        ticks,
        format: (x) => exact(Math.abs(x)),
      },
      y: { label: y.label, domain: [0, top], ...(y.format ? { format: y.format } : {}) },
      lines,
      guides: [{ at: y.chance, label: `chance, ${exact(Number(parameters.candidates))} candidates` }],
    }),
  );
}

function sections(result: WikispeediaResult): Html[] {
  const candidates = Number(result.parameters.candidates);
  const lnK = Math.log(candidates);
  const top1 = { label: "right article first", format: percent, chance: 1 / candidates };
  const bands = "Bands are 95% intervals over targets.";
  return [
    html`
<section aria-labelledby="top1">
<h2 id="top1">How often is the right article first?</h2>
${figure(
  chart(result, "top1", false, top1),
  `After so many clicks of walks that went on. Blue: the policy learned from people who looked for other articles; red: ` +
    `distance alone. ${bands}`,
)}
${figure(chart(result, "top1", true, top1), "The same walks seen from their end: 1 is all but the last click.")}
</section>`,
    html`
<section aria-labelledby="entropy">
<h2 id="entropy">Does behaviour reveal the goal?</h2>
${figure(
  chart(result, "entropy", false, { label: "S of the candidates (nats)", chance: lnK }),
  "S of the posterior over the candidates starts at ln K, where every candidate is equally likely, and falls as clicks " +
    `reveal the goal. ${bands}`,
)}
${figure(chart(result, "entropy", true, { label: "S of the candidates (nats)", chance: lnK }), "S towards the end of the walk.")}
</section>`,
    html`
<section aria-labelledby="logloss">
<h2 id="logloss">How surprising is the truth?</h2>
${figure(
  chart(result, "logloss", false, { label: "log loss (nats)", chance: lnK }),
  `The mean of -ln p(true target), lower is better: it punishes being sure of a wrong article. ${bands}`,
)}
</section>`,
    calibration(result),
    weights(result),
  ];
}

const calibration = ({ series, summary }: WikispeediaResult): Html => {
  const points = series.calibration.flatMap(
    ({ judgements, confidence, accuracy: { value, lower, upper } }) =>
      confidence === null || value === null
        ? []
        : [{ said: confidence, found: value, lower, upper, judgements }],
  );
  return html`
<section aria-labelledby="calibration">
<h2 id="calibration">Do the probabilities mean what they say?</h2>
${figure(
  html`<div class="chart single">${reliabilityChart("reliability", "Share right against probability given", points)}</div>`,
  `The probability of the first candidate after every click, in ${exact(series.calibration.length)} bins, against the share ` +
    "that was right; dots grow with the number of judgements. On the line, probabilities are right. The mean distance " +
    `from it, weighted by judgements, is the expected calibration error: ${summary.ece ? figureText(summary.ece) : "not measured"}.`,
)}
</section>`;
};

/** What people follow, of the first test part: weights with 1.96 standard errors. */
const weights = ({ series: { features, learned } }: WikispeediaResult): Html => {
  const part = learned[0];
  if (part === undefined || part.weights.length !== features.length) return html``;
  const rows = features.map((feature, i) => {
    const label = feature.replaceAll("_", " ");
    const value = part.weights[i]!;
    const error = part.standardErrors?.[i];
    const half = error === undefined ? null : 1.96 * error;
    const [lower, upper] = half === null ? [null, null] : [value - half, value + half];
    return { label, value, lower, upper, text: figureText({ value, lower, upper }) };
  });
  const reach = Math.max(
    ...rows.flatMap(({ value, lower, upper }) => [value, lower ?? value, upper ?? value].map(Math.abs)),
  );
  return html`
<section aria-labelledby="weights">
<h2 id="weights">What do people follow?</h2>
${figure(
  fitted(
    rowsChart({
      name: "weights",
      title: "Learned weight of each feature of a link",
      desc: rows.map(({ label, text }) => `${label}: ${text}`).join("; "),
      rows,
      domain: [-reach * 1.05, reach * 1.05],
      axis: "weight in the logarithm of the odds of a click",
      guides: [{ at: 0, label: "no effect" }],
    }),
  ),
  "Weights of the pooled policy with 1.96 standard errors" +
    `${learned.length > 1 ? `, of the first of ${exact(learned.length)} test parts` : ""}: to the right, a link is followed more.`,
)}
<p class="note">${prose("Features differ in their units, so a longer bar is not a stronger influence by itself.")}</p>
</section>`;
};
