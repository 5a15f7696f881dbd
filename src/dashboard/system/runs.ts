import type { TrainingPoint, TrainingRun } from "../../contracts/index.js";

/** The runs with one more point, or another of its step. */
export function withPoint(runs: readonly TrainingRun[], run: string, point: TrainingPoint): TrainingRun[] {
  const known = runs.find((one) => one.run === run);
  if (known === undefined) return [...runs, { run, points: [point] }];
  const points = [...known.points.filter(({ step }) => step !== point.step), point];
  return runs.map((one) => (one === known ? { run, points: points.sort((a, b) => a.step - b.step) } : one));
}
