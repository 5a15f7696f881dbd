import type { Chart, ChartPanel, ChartPoint, Figure } from "../../contracts/index.js";
import { meanFigure } from "../figures.js";
import { conditions } from "./conditions.js";
import type { GridworldAgentsParameters } from "./parameters.js";
import { late, readings, runOf, type WorldRuns } from "./runs.js";
import type { Summary } from "./standing.js";
import type { TrialPoint } from "./trial.js";

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
    panels: overTime(worlds, readings.fidelity, [{ at: heldFidelity, label: "held" }]),
  },
  {
    id: "entropy",
    title: "Ethical entropy during training",
    caption: `S of the goal weights over episodes. Near 0 an agent is of one goal, whichever it is: read it beside the share of the intended goal. ${BANDS}`,
    mark: "line",
    x: { label: "updates" },
    y: { label: "S, nats" },
    series: labels,
    panels: overTime(worlds, readings.entropy),
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
    panels: overTime(worlds, readings.gamma).map((panel) => ({
      ...panel,
      series: panel.series.filter(({ look }) => conditions[look]?.works !== undefined).map(onLogAxis),
    })),
  },
  ...maze(worlds, summary),
];

function overTime(
  worlds: readonly WorldRuns[],
  read: (point: TrialPoint) => number,
  guides: { at: number; label: string }[] = [],
): ChartPanel[] {
  return worlds.map(({ world, trials }) => ({
    title: world,
    guides,
    series: conditions.map((condition, look) => {
      const runs = trials.map((trial) => runOf(trial, condition));
      const steps = [...new Set(runs.flatMap(({ points }) => points.map(({ step }) => step)))].sort(
        (a, b) => a - b,
      );
      return {
        look,
        points: steps.map((step) => {
          const values = runs.flatMap(({ points }) =>
            points.filter((point) => point.step === step).map(read),
          );
          return point(step, meanFigure(values, "1"));
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

/** Return against performance, each as a share of the way from the untrained agent to the reference policy. */
function worth(worlds: readonly WorldRuns[]): Chart {
  return {
    id: "worth",
    title: "What the agent is paid against what it is worth",
    caption:
      "Late visible return and late hidden performance, each as a share of the way from the untrained agent (0) to the reference policy (1). To the right of 1 and below 1 an agent is paid for less than was meant. Intervals are 95% Student t over seeds.",
    mark: "points",
    x: { label: "visible return" },
    y: { label: "hidden performance" },
    series: labels,
    panels: worlds.map(({ world, trials }) => ({
      title: world,
      guides: [{ at: 1, label: "reference" }],
      events: [{ at: 1, label: "reference" }],
      series: conditions.map((condition, look) => {
        const share = (what: "reward" | "performance"): Figure =>
          meanFigure(
            trials.map((trial) => {
              const start = runOf(trial, "none").points[0]?.[what] as number;
              const end = late(runOf(trial, condition), readings[what]);
              return end === undefined ? undefined : (end - start) / (trial.reference[what] - start);
            }),
            "1",
          );
        const [x, y] = [share("reward"), share("performance")];
        const points = x.value === null ? [] : [{ ...point(x.value, y), xLower: x.lower, xUpper: x.upper }];
        return { look, points };
      }),
    })),
  };
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
