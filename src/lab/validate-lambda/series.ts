import type { Band, LambdaCell, LambdaPoint } from "../../contracts/index.js";
import { overSeeds } from "../over-seeds.js";
import type { ValidateLambdaParameters } from "./parameters.js";
import { inRange, logMovement, meanLog } from "./statistics.js";
import type { TrialPoint, ValidateLambdaTrial } from "./trial.js";

/** Every cell with its points, as geometric means over seeds, and what each seed's run came to. */
export function cellSeries(
  { assumed }: ValidateLambdaParameters,
  trials: readonly ValidateLambdaTrial[],
): LambdaCell[] {
  const [first] = trials;
  return (first?.runs ?? []).map(({ cell, label, parameterCount }, i) => {
    const finished = trials.flatMap(({ seed, runs }) => {
      const run = runs[i]!;
      return "diverged" in run ? [] : [{ seed, run }];
    });
    const runs = finished.map(({ run }) => run);
    return {
      ...cell,
      label,
      parameterCount,
      points: (runs[0]?.points ?? []).map(({ step, phase }, at): LambdaPoint => {
        const band = (read: (point: TrialPoint) => number): Band =>
          geometricBand(runs.map((run) => read(run.points[at] as TrialPoint)));
        return {
          step,
          phase,
          loss: band((point) => point.loss),
          fisherMax: band((point) => point.fisherMax),
          hessianMax: band((point) => point.hessianMax),
          trace: band((point) => point.trace),
          effectiveDimension: band((point) => point.effectiveDimension),
          criticalWork: band((point) => point.criticalWork),
        };
      }),
      runs: finished.map(({ seed, run }) => ({
        seed,
        fisherMax: Math.exp(meanLog((point) => point.fisherMax)([run])),
        movement: Math.exp(logMovement(run)),
        inRange: inRange(run, assumed),
      })),
    };
  });
}

function geometricBand(values: readonly number[]): Band {
  const logs = values.map(Math.log);
  const { value, lower, upper } = overSeeds(logs) ?? {
    value: logs[0] as number,
    lower: logs[0] as number,
    upper: logs[0] as number,
  };
  return { value: Math.exp(value), lower: Math.exp(lower), upper: Math.exp(upper) };
}
