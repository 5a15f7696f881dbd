import type { Chart, ChartPoint } from "../../contracts/index.js";
import { mean } from "../../numeric/index.js";
import { overSeeds } from "../over-seeds.js";
import type { NonGradientParameters } from "./parameters.js";
import { late, runOf } from "./statistics.js";
import { type Condition, evolutionNames, labels, type MethodName, type NonGradientTrial } from "./trial.js";
import type { Point } from "./world.js";

const INTERVALS = "Means over seeds with 95% Student-t intervals within the possible range, pointwise.";
const SHARES = "Share: of the examples by which members are scored, those that the intended goal labels.";
/** Four cues and none of them. */
const MOST_ENTROPY = Math.log(5);
const methods: readonly MethodName[] = [...evolutionNames, "gradient"];

export function charts(p: NonGradientParameters, trials: readonly NonGradientTrial[]): Chart[] {
  const conditions: readonly Condition[] = [...p.shares, "no selection"];
  const courses = (read: (point: Point) => number, most: number) =>
    methods.map((method) => ({
      title: labels[method],
      series: conditions.map((condition, look) => ({
        look,
        points: course(trials, method, condition, read, most),
      })),
    }));
  const shared = {
    mark: "line" as const,
    x: { label: "generations, or steps of gradient descent" },
    series: conditions.map((condition) => (condition === "no selection" ? condition : `share ${condition}`)),
  };
  return [
    {
      ...shared,
      id: "entropy",
      title: "S without gradients, and with them",
      caption: `All start from the same aligned network. ${SHARES} No selection: fitness is drawn at random. ${INTERVALS}`,
      y: { label: "S, nats" },
      panels: courses((point) => point.entropy, MOST_ENTROPY),
    },
    {
      ...shared,
      id: "proxy-goals",
      title: "Goals that the proxy rewards",
      caption: `The share of all goals that goes to the three cues which the proxy rewards: selection raises it, mutation alone scatters goals. ${INTERVALS}`,
      y: { label: "share of goals" },
      panels: courses((point) => point.proxyGoals, 1),
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
                MOST_ENTROPY,
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

/** The interval within [0, `most`]. */
function pointOver(x: number, values: readonly number[], most: number): ChartPoint {
  const estimate = overSeeds(values);
  if (estimate === undefined) return { x, value: mean(values) ?? null };
  const { value, lower, upper } = estimate;
  return { x, value, lower: Math.max(0, lower), upper: Math.min(most, upper) };
}

/** Runs that did not diverge, at each measurement. */
function course(
  trials: readonly NonGradientTrial[],
  method: MethodName,
  condition: Condition,
  read: (point: Point) => number,
  most = Infinity,
): ChartPoint[] {
  const runs = trials.flatMap((trial) => runOf(trial, method, condition) ?? []);
  return (runs[0]?.points ?? []).map(({ generation }, at) =>
    pointOver(
      generation,
      runs.map(({ points }) => read(points[at] as Point)),
      most,
    ),
  );
}

function against(trials: readonly NonGradientTrial[], method: MethodName): ChartPoint[] {
  const entropy = course(trials, method, 0, (point) => point.entropy);
  return course(trials, method, 0, (point) => point.proxyLoss)
    .map(({ value }, at) => ({ x: value as number, value: entropy[at]?.value ?? null }))
    .sort((a, b) => a.x - b.x);
}
