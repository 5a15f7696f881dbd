/** Runs of a system as what their charts draw: one axis of steps, and a colour for each run. */
import type { TrainingPoint, TrainingRun } from "../../contracts/index.js";
import type { Drawing, Line } from "../chart/columns.js";
import type { Estimate } from "../wording/figures.js";
import { line } from "./drawings.js";

const COLOURS = ["--policy-1", "--policy-2", "--policy-3", "--policy-4"];

/** Runs drawn beside each other: as many as there are colours. */
export const TOGETHER = COLOURS.length;

export const colourOf = (run: number): string => COLOURS[run % COLOURS.length]!;

/** What of a run is drawn of its steps, and of the others nothing. */
export interface TrainingDrawings {
  /** Ascending, each once. */
  readonly steps: readonly number[];
  readonly work: Drawing;
  readonly curvature: Drawing;
  readonly effective: Drawing;
}

export function trainingDrawings(runs: readonly TrainingRun[]): TrainingDrawings {
  const steps = [...new Set(runs.flatMap(({ points }) => points.map(({ step }) => step)))].sort(
    (a, b) => a - b,
  );
  const rows = runs.map(({ points }) => {
    const byStep = new Map(points.map((point) => [point.step, point]));
    return steps.map((step) => byStep.get(step));
  });
  const drawing = (lines: readonly Line[], guides: Drawing["guides"] = []): Drawing => ({
    x: Float64Array.from(steps),
    lines: lines.map((one) => ({ ...one, seldom: true })),
    gaps: [],
    marks: [],
    guides,
  });
  const each = (name: string, figure: (point: TrainingPoint) => Estimate | null | undefined) =>
    runs.map(({ run }, i) =>
      line(`${run}: ${name}`, colourOf(i), rows[i]!, (point) => (point && figure(point)) ?? null),
    );
  return {
    steps,
    work: drawing(
      runs.flatMap(({ run }, i) => [
        plain(`${run}: gamma`, colourOf(i), rows[i]!, (point) => point.gamma),
        plain(`${run}: gamma_crit`, colourOf(i), rows[i]!, (point) => point.criticalWork, [8, 4]),
      ]),
    ),
    curvature: drawing(each("lambda_max", ({ lambdaMax }) => lambdaMax)),
    effective: drawing(
      each("gamma_eff", ({ effectiveWork }) => effectiveWork),
      [{ y: 0, text: "" }],
    ),
  };
}

const plain = (
  name: string,
  colour: string,
  rows: readonly (TrainingPoint | undefined)[],
  of: (point: TrainingPoint) => number | null,
  dash: number[] = [],
): Line => ({
  name,
  colour,
  dash,
  value: Float64Array.from(rows, (point) => (point && of(point)) ?? Number.NaN),
});
