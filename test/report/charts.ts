/** A result with charts of every feature that the contract has, made up. */
import {
  type Chart,
  type ChartPoint,
  type ExperimentResult,
  reportableResultSchema,
} from "../../src/contracts/index.js";

const within = (x: number, value: number, half: number): ChartPoint => ({
  x,
  value,
  lower: value - half,
  upper: value + half,
});

/** Lines with bands, a gap, guides, events and a strip. */
export const lines: Chart = {
  id: "course",
  title: "S over training, with and without work",
  caption:
    "Lines are means over 20 seeds, bands their 95% intervals. The grey strip is where S counts as held.",
  mark: "line",
  x: { label: "training step" },
  y: { label: "S (nats)" },
  series: ["no work", "1.5 x gamma_crit", "feedback"],
  panels: [
    {
      series: [0, 1, 2].map((look) => ({
        look,
        points: Array.from({ length: 61 }, (_, i) => {
          const value = look === 0 ? 1.5 * (1 - Math.exp(-i / 15)) : 0.2 + 0.2 * look + 0.1 * Math.sin(i / 6);
          return look === 2 && i > 20 && i < 28
            ? { x: 10 * i, value: null }
            : within(10 * i, value, 0.03 + 0.001 * i);
        }),
      })),
      guides: [
        { at: 0.4, label: "target" },
        { at: 0.42, label: "limit" },
        { at: 1.61, label: "ln K" },
      ],
      events: [
        { at: 100, label: "objective changes" },
        { at: 130, label: "alarm" },
        { at: 580, label: "work is withdrawn" },
      ],
      strip: [0.3, 0.42],
    },
  ],
};

/** Points with intervals in both directions on logarithmic axes, a zero and an open interval among them. */
export const measured: Chart = {
  id: "scaling",
  title: "Measured critical gamma against the predicted one",
  caption: "Points are architectures, bars 95% intervals over seeds. On the line they would agree.",
  mark: "points",
  x: { label: "predicted gamma_crit", log: true },
  y: { label: "measured gamma_crit", log: true },
  series: ["MLP", "CNN", "transformer"],
  panels: ["from 10^3 parameters", "from 10^5 parameters"].map((title, i) => ({
    title,
    series: [0, 1, 2].map((look) => ({
      look,
      points: [0, 1, 2].map((k) => {
        const [x, value] = [10 ** (k - 1 + 0.3 * look + i), 2 * 10 ** (0.8 * (k - 1 + 0.3 * look + i))];
        return {
          x,
          value: k === 0 && look === 2 ? 0 : value,
          lower: value / 1.4,
          upper: k === 2 && look === 1 ? null : value * 1.5,
          xLower: x / 1.3,
          xUpper: x * 1.3,
        };
      }),
    })),
    guides: [{ at: 30, label: "assumed" }],
    events: [{ at: 3, label: "paper" }],
  })),
};

/** Categories along x, more series than there are filled looks, names that have to slant on a telephone. */
export const grouped: Chart = {
  id: "energies",
  title: "Task loss of every energy under each policy",
  caption: "Means over seeds with 95% intervals, side by side in each policy.",
  mark: "points",
  x: {
    label: "policy",
    categories: ["constant", "critical", "feedback", "adaptive KL", "least gamma that holds"],
  },
  y: { label: "task loss, x no work" },
  series: ["L2", "EWC diagonal", "EWC blocks", "KL", "goal entropy", "none", "L2, late", "EWC, late"],
  panels: [
    {
      series: Array.from({ length: 8 }, (_, look) => ({
        look,
        points: [0, 1, 2, 3, 4].map((x) => within(x, 1 + 0.1 * look + 0.2 * x, 0.1 + 0.02 * look)),
      })),
      guides: [{ at: 1, label: "no work" }],
    },
  ],
};

/** Categories along y, one value far out and an interval beyond everything. */
export const rows: Chart = {
  id: "interaction",
  title: "Is the combination more than the sum?",
  caption: "Effects on S with 95% intervals; right of the line S rises.",
  mark: "points",
  x: { label: "effect on S (nats)" },
  y: { label: "", categories: ["noise", "gaming", "work", "noise x gaming, given no work at all"] },
  series: ["MLP", "transformer"],
  panels: [
    {
      series: [0, 1].map((look) => ({
        look,
        points: [0, 1, 2, 3].map((value) => ({
          x: 0.4 * (value - 1.5) + 0.1 * look,
          value,
          xLower: value === 3 && look === 1 ? -40 : 0.4 * (value - 1.5) - 0.2,
          xUpper: 0.4 * (value - 1.5) + 0.3,
        })),
      })),
      events: [{ at: 0, label: "no effect" }],
    },
  ],
};

/** Points at chosen places of a logarithmic axis that includes zero, in four panels on one scale. */
export const grid: Chart = {
  id: "transition",
  title: "Where does S fall?",
  caption: "Late S at each gamma, with 95% intervals over seeds; the line is a logistic fit with its band.",
  mark: "points",
  x: { label: "gamma / gamma_crit", log: true },
  y: { label: "late S (nats)" },
  series: ["measured", "logistic fit"],
  lines: [1],
  panels: ["scalar law", "cue-conflict MLP", "transformer", "gridworld agent"].map((title, i) => ({
    title,
    series: [0, 1].map((look) => ({
      look,
      points: [0, 0.25, 0.5, 0.8, 1, 1.5, 2].map((x) =>
        within(x, 1.6 / (1 + x ** (2 + i)), 0.05 + 0.05 * look),
      ),
    })),
    events: [{ at: 1, label: "gamma_crit" }],
    guides: [{ at: 1.609, label: "ln K" }],
  })),
};

export const allCharts: readonly Chart[] = [lines, measured, grouped, rows, grid];

export const charted = (charts: readonly Chart[] = allCharts): ExperimentResult =>
  reportableResultSchema.parse({
    experiment: "an-experiment-of-tomorrow",
    version: "1",
    seed: 1,
    parameters: { trials: 20 },
    question: "Is there a transition, and where?",
    rule: "a transition: the interval of the width lies below 0.5.",
    summary: {
      width: { value: 0.4, lower: 0.3, upper: 0.45, unit: "1", level: 0.95, method: "bootstrap", n: 20 },
      crossing: { value: 1.3, lower: 0.9, upper: 1.7, unit: "1", level: 0.95, method: "bootstrap", n: 20 },
    },
    verdict: "a transition",
    why: "The width is 0.4.",
    findings: [
      {
        claim: "Above gamma_crit = (lambda_max / 2) ln N the goals hold.",
        standing: "supported",
        figure: "width",
        ...(charts[0] ? { chart: charts[0].id } : {}),
      },
      { claim: "The transition is sharp.", standing: "not supported", figure: "width" },
      { claim: "A margin of 1.5 is needed.", standing: "undecided", figure: "crossing" },
    ],
    charts,
    series: [],
  });
