/** Trials of one architecture at one size, and their geometric means over seeds. */
import { criticalWork } from "../../law/index.js";
import { type Estimate, mean } from "../../numeric/index.js";
import type { ArchitectureName } from "../architectures.js";
import { overSeeds } from "../over-seeds.js";
import { type Cell, networkOf } from "./networks.js";
import { cellsOf, type ScalingParameters } from "./parameters.js";
import type { ScalingTrial } from "./trial.js";

export interface CellTrials {
  readonly cell: Cell;
  readonly label: string;
  readonly parameterCount: number;
  readonly trials: readonly ScalingTrial[];
  /** The trials in which a gamma was measured. */
  readonly measured: readonly MeasuredTrial[];
}

export interface MeasuredTrial extends ScalingTrial {
  readonly gamma: number;
  readonly lower: number;
  readonly upper: number;
  readonly lambdaLate: number;
}

const isMeasured = (trial: ScalingTrial): trial is MeasuredTrial => trial.outcome === "measured";

export function cellTrials(p: ScalingParameters, trials: readonly ScalingTrial[]): readonly CellTrials[] {
  return cellsOf(p).map((cell) => {
    const own = trials.filter((trial) => sameCell(trial.cell, cell));
    const { name, layout } = networkOf(cell);
    return {
      cell,
      label: name,
      parameterCount: layout.size,
      trials: own,
      measured: own.filter(isMeasured),
    };
  });
}

const sameCell = (a: Cell, b: Cell): boolean => a.architecture === b.architecture && a.width === b.width;

/** A cell in which every trial has a gamma: what a line is fitted to, each a mean of logarithms over seeds. */
export interface CellPoint {
  readonly architecture: ArchitectureName;
  readonly parameterCount: number;
  readonly lnGamma: number;
  readonly lnLambda: number;
  readonly lnLambdaLate: number;
}

export function cellPoints(cells: readonly CellTrials[]): readonly CellPoint[] {
  return cells
    .filter(({ trials, measured }) => measured.length > 0 && measured.length === trials.length)
    .map(({ cell, parameterCount, measured }) => ({
      architecture: cell.architecture,
      parameterCount,
      lnGamma: meanLog(measured, gammaOf),
      lnLambda: meanLog(measured, lambdaOf),
      lnLambdaLate: meanLog(measured, lambdaLateOf),
    }));
}

export type Read = (trial: MeasuredTrial) => number;
export const gammaOf: Read = ({ gamma }) => gamma;
export const lambdaOf: Read = ({ lambdaStart }) => lambdaStart;
export const lambdaLateOf: Read = ({ lambdaLate }) => lambdaLate;
/** gamma_crit of the aligned network. */
export const criticalOf: Read = (trial) => criticalWork(trial.lambdaStart, trial.parameterCount);
/** gamma_crit of the network at the end of the run that held. */
export const criticalLateOf: Read = (trial) => criticalWork(trial.lambdaLate, trial.parameterCount);

const meanLog = (trials: readonly MeasuredTrial[], read: Read): number =>
  mean(trials.map((trial) => Math.log(read(trial)))) as number;

/** Geometric mean over the seeds of a cell, with its interval where there are two or more. */
export function geometricMean(
  trials: readonly MeasuredTrial[],
  read: Read,
): { readonly value: number; readonly interval: Estimate | undefined } | undefined {
  if (trials.length === 0) return undefined;
  const logs = trials.map((trial) => Math.log(read(trial)));
  const estimate = overSeeds(logs);
  return {
    value: Math.exp(mean(logs) as number),
    interval: estimate && {
      ...estimate,
      value: Math.exp(estimate.value),
      lower: Math.exp(estimate.lower),
      upper: Math.exp(estimate.upper),
      method: "Student t of the logarithms",
      covers: "seeds",
    },
  };
}
