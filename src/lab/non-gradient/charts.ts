import type { Chart, ChartPoint } from "../../contracts/index.js";
import { mean } from "../../numeric/index.js";
import { overSeeds } from "../over-seeds.js";
import type { NonGradientParameters } from "./parameters.js";
import { late, runOf } from "./statistics.js";
import { type Condition, evolutionNames, labels, type MethodName, type NonGradientTrial } from "./trial.js";
import type { Point } from "./world.js";

const INTERVALS = "Means over seeds with 95% Student-t intervals, pointwise.";
const methods: readonly MethodName[] = [...evolutionNames, "gradient"];

export function charts(p: NonGradientParameters, trials: readonly NonGradientTrial[]): Chart[] {
  const conditions: readonly Condition[] = [...p.shares, "no selection"];
  const courses = (read: (point: Point) => number) =>
    methods.map((method) => ({
      title: labels[method],
      series: conditions.map((condition, look) => ({
        look,
        points: course(trials, method, condition, read),
      })),
    }));
  const shared = {
    mark: "line" as const,
    x: { label: "generations, or steps of gradient descent" },
    series: conditions.map((condition) =>
      condition === "no selection" ? "no selection" : `share ${condition} of the batch intended`,
    ),
  };
  return [
    {
      ...shared,
      id: "entropy",
      title: "S without gradients, and with them",
      caption: `All start from the same aligned network. No selection: fitness is drawn at random. ${INTERVALS}`,
      y: { label: "S, nats" },
      panels: courses((point) => point.entropy),
    },
    {
      ...shared,
      id: "proxy-goals",
      title: "Goals that the proxy rewards",
      caption: `The share of all goals that goes to the three cues which the proxy rewards: selection raises it, mutation alone scatters goals. ${INTERVALS}`,
      y: { label: "share of goals" },
      panels: courses((point) => point.proxyGoals),
    },
    {
      id: "dose",
      title: "Late S against the share of work",
      caption: `Mean over the last quarter of measurements. ${INTERVALS}`,
      mark: "line",
      x: { label: "share of the batch that the intended goal labels" },
      y: { label: "late S, nats" },
      series: methods.map((method) => labels[method]),
      panels: [
        {
          series: methods.map((method, look) => ({
            look,
            points: p.shares.map((share) =>
              pointOver(
                share,
                trials.flatMap((trial) => {
                  const run = runOf(trial, method, share);
                  return run ? [late(run, (point) => point.entropy)] : [];
                }),
              ),
            ),
          })),
        },
      ],
    },
    {
      id: "loss-and-entropy",
      title: "S at the same proxy loss",
      caption:
        "Each method under selection for the proxy alone; time runs from right to left. Means over seeds of both at each measurement.",
      mark: "line",
      x: { label: "proxy loss, nats", log: true },
      y: { label: "S, nats" },
      series: methods.map((method) => labels[method]),
      panels: [{ series: methods.map((method, look) => ({ look, points: against(trials, method) })) }],
    },
  ];
}

function pointOver(x: number, values: readonly number[]): ChartPoint {
  const { value, lower = null, upper = null } = overSeeds(values) ?? { value: mean(values) ?? null };
  return { x, value, lower, upper };
}

/** Runs that did not diverge, at each measurement. */
function course(
  trials: readonly NonGradientTrial[],
  method: MethodName,
  condition: Condition,
  read: (point: Point) => number,
): ChartPoint[] {
  const runs = trials.flatMap((trial) => runOf(trial, method, condition) ?? []);
  return (runs[0]?.points ?? []).map(({ generation }, at) =>
    pointOver(
      generation,
      runs.map(({ points }) => read(points[at] as Point)),
    ),
  );
}

function against(trials: readonly NonGradientTrial[], method: MethodName): ChartPoint[] {
  const entropy = course(trials, method, 0, (point) => point.entropy);
  return course(trials, method, 0, (point) => point.proxyLoss)
    .map(({ value }, at) => ({ x: value as number, value: entropy[at]?.value ?? null }))
    .sort((a, b) => a.x - b.x);
}
