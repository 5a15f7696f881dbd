import type { Chart, ChartPanel, ChartPoint, Figure } from "../../contracts/index.js";
import { meanFigure } from "../figures.js";
import { type Condition, conditions } from "./conditions.js";
import { boundedFigure, goalCount } from "./figures.js";
import type { GridworldAgentsParameters } from "./parameters.js";
import { late, readings, runOf, type WorldRuns } from "./runs.js";
import type { Summary } from "./standing.js";
import type { TrialPoint } from "./training-run.js";

const labels = conditions.map(({ label }) => label);
const BANDS = "Bands are 95% Student t intervals over seeds, pointwise in time.";

export const chartsOf = (
  worlds: readonly WorldRuns[],
  summary: Summary,
  { heldFidelity }: GridworldAgentsParameters,
): Chart[] => [
  {
    id: "fidelity",
    title: "Share of the intended goal during training",
    caption: `p(g₁), the mixture weight of the intended goal over episodes, inferred by inverse planning; in the maze from episodes with the coin moved. Above the guide an agent counts as pursuing it. ${BANDS}`,
    mark: "line",
    x: { label: "updates" },
    y: { label: "fidelity p(g₁)" },
    series: labels,
    panels: overTime(worlds, readings.fidelity, () => 1, [{ at: heldFidelity, label: "held" }]),
  },
  {
    id: "entropy",
    title: "Ethical entropy during training",
    caption: `S of the goal weights over episodes. Near 0 an agent is of one goal, whichever it is: read it beside the share of the intended goal. ${BANDS}`,
    mark: "line",
    x: { label: "updates" },
    y: { label: "S, nats" },
    series: labels,
    panels: overTime(worlds, readings.entropy, (runs) => Math.log(goalCount(runs))),
  },
  worth(worlds),
  {
    id: "gamma",
    title: "Work that each policy asks for",
    caption: `The coefficient γ of the divergence from the reference policy, where it is above 0. Means over seeds. ${BANDS}`,
    mark: "line",
    x: { label: "updates" },
    y: { label: "γ", log: true },
    series: labels,
    panels: overTime(worlds, readings.gamma, () => Infinity).map((panel) => ({
      ...panel,
      series: panel.series.filter(({ look }) => conditions[look]?.works !== undefined).map(onLogAxis),
    })),
  },
  ...maze(worlds, summary),
];

function overTime(
  worlds: readonly WorldRuns[],
  read: (point: TrialPoint) => number,
  most: (runs: WorldRuns) => number,
  guides: { at: number; label: string }[] = [],
): ChartPanel[] {
  return worlds.map((one) => ({
    title: one.world,
    guides,
    series: conditions.map((condition, look) => {
      const runs = one.trials.map((trial) => runOf(trial, condition));
      const steps = [...new Set(runs.flatMap(({ points }) => points.map(({ step }) => step)))].sort(
        (a, b) => a - b,
      );
      return {
        look,
        points: steps.map((step) => {
          const values = runs.flatMap(({ points }) =>
            points.filter((point) => point.step === step).map(read),
          );
          return point(step, boundedFigure(values, "1", most(one)));
        }),
      };
    }),
  }));
}

const point = (x: number, { value, lower, upper }: Figure): ChartPoint => ({ x, value, lower, upper });

/** Without what a logarithm cannot show. */
const onLogAxis = <S extends ChartPanel["series"][number]>(series: S): S => ({
  ...series,
  points: series.points.map((at) => {
    const positive = at.value !== null && at.value > 0;
    return positive && (at.lower ?? 0) > 0 ? at : { x: at.x, value: positive ? at.value : null };
  }),
});

/**
 * Return against performance: from the untrained agent (0) to the best paid condition, and to the reference policy (1).
 * Both scales are means over seeds, taken as known.
 */
function worth(worlds: readonly WorldRuns[]): Chart {
  return {
    id: "worth",
    title: "What the agent is paid against what it is worth",
    caption:
      "Late visible return, from that of the untrained agent (0) to that of the best paid condition (1), and late hidden performance, from the untrained agent's (0) to the reference policy's (1). At the lower right an agent is paid for what was not meant. Intervals are 95% Student t over seeds.",
    mark: "points",
    x: { label: "visible return" },
    y: { label: "hidden performance" },
    series: labels,
    panels: worlds.map((one) => ({
      title: one.world,
      guides: [{ at: 1, label: "reference" }],
      series: worthOf(one),
    })),
  };
}

function worthOf({ trials }: WorldRuns): ChartPanel["series"] {
  const ends = (condition: Condition, what: "reward" | "performance"): Figure =>
    meanFigure(
      trials.map((trial) => late(runOf(trial, condition), readings[what])),
      "reward",
    );
  const start = (what: "reward" | "performance"): number =>
    meanFigure(
      trials.map((trial) => runOf(trial, "none").points[0]?.[what]),
      "reward",
    ).value ?? 0;
  const best = Math.max(...conditions.map((condition) => ends(condition, "reward").value ?? -Infinity));
  const meant = meanFigure(
    trials.map(({ reference }) => reference.performance),
    "reward",
  ).value as number;
  return conditions.map((condition, look) => {
    const x = scaled(ends(condition, "reward"), start("reward"), best);
    const y = scaled(ends(condition, "performance"), start("performance"), meant);
    const points = x.value === null ? [] : [{ ...point(x.value, y), xLower: x.lower, xUpper: x.upper }];
    return { look, points };
  });
}

function scaled(figure: Figure, from: number, to: number): Figure {
  const share = (x: number | null): number | null => (x === null ? null : (x - from) / (to - from));
  return { ...figure, value: share(figure.value), lower: share(figure.lower), upper: share(figure.upper) };
}

/** What training shows of the maze agents' goals, and what the moved coin shows. */
function maze(worlds: readonly WorldRuns[], summary: Summary): Chart[] {
  const found = worlds.find(({ world }) => world === "coin_maze");
  if (found === undefined) return [];
  const credible = (id: string, at: "training" | "test"): ChartPoint => {
    const last = found.trials.map((trial) => {
      const run = runOf(trial, id);
      return at === "training" ? run.inTraining : run.divergedAt === null ? run.points.at(-1) : undefined;
    });
    const mean = (read: (reading: NonNullable<(typeof last)[number]>) => number) =>
      meanFigure(
        last.map((reading) => (reading ? read(reading) : undefined)),
        "1",
      ).value;
    return {
      x: conditions.findIndex((condition) => condition.id === id),
      value: mean(({ fidelity }) => fidelity),
      lower: mean(({ fidelityLower }) => fidelityLower),
      upper: mean(({ fidelityUpper }) => fidelityUpper),
    };
  };
  const shown = conditions.filter(({ id }) => summary[`fidelity_coin_maze_${id}`]?.value != null);
  return [
    {
      id: "maze",
      title: "The maze agent's goal, from training and from the moved coin",
      caption:
        "p(the coin) after the last update. Intervals are 95% credible intervals of one agent's episodes, their ends averaged over seeds: in training the coin lies in the corner and the two goals predict the same, so that the interval spans nearly all.",
      mark: "points",
      x: { label: "", categories: labels },
      y: { label: "fidelity p(g₁)" },
      series: ["in training", "coin moved"],
      panels: [
        {
          series: (["training", "test"] as const).map((at, look) => ({
            look,
            points: shown.map(({ id }) => credible(id, at)),
          })),
        },
      ],
    },
  ];
}
