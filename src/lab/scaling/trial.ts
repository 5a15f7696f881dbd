/** One network of one seed: its lambda_max, and the least constant gamma that holds its late S at the target. */
import { startEngine } from "../../engine/index.js";
import type { TrialContext } from "../experiment.js";
import { leastHolding, type Outcome, type Probe } from "./least-holding.js";
import type { Cell } from "./networks.js";
import { cellsOf, rateOf, type ScalingParameters } from "./parameters.js";
import { System } from "./system.js";

export interface ScalingTrial {
  readonly seed: number;
  readonly cell: Cell;
  readonly label: string;
  readonly parameterCount: number;
  readonly execution: string;
  readonly outcome: Outcome | "not aligned";
  /** Steps of the alignment phase, or null when S did not come down to where it ends. */
  readonly alignmentSteps: number | null;
  /** lambda_max of the true Fisher matrix: aligned, and at the end of the run at the upper end of the bracket. */
  readonly lambdaStart: number;
  readonly lambdaLate: number | null;
  /** eta of the drift. */
  readonly rate: number;
  readonly gamma: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly probes: readonly Probe[];
}

/** Runs that a search takes, for the progress alone. */
const RUNS = 8;

export async function trial(
  p: ScalingParameters,
  seed: number,
  { progress }: TrialContext,
): Promise<ScalingTrial> {
  await startEngine();
  const [cell] = cellsOf(p) as [Cell];
  const system = new System(p, cell, seed);
  const { name } = system.architecture;
  const learner = system.initial();
  await progress(0, `${name}: aligning`);
  const alignmentSteps = system.align(learner, system.lambdaMax(learner));
  const start = new Float32Array(learner.parameters());
  const lambdaStart = system.lambdaMax(learner);
  const rate = rateOf(p.driftRates, cell.architecture) / lambdaStart;
  const known = {
    seed,
    cell,
    label: name,
    parameterCount: learner.parameterCount,
    execution: learner.execution ?? "none",
    alignmentSteps,
    lambdaStart,
    rate,
  };
  if (alignmentSteps === null) {
    const nothing = { gamma: null, lower: null, upper: null, lambdaLate: null, probes: [] };
    return { ...known, ...nothing, outcome: "not aligned" };
  }

  let runs = 0;
  let held: number | null = null;
  const run = async (gamma: number): Promise<Probe> => {
    await progress(Math.min(0.95, ++runs / (RUNS + 1)), `${name}: gamma ${gamma.toPrecision(3)}`);
    const drifting = system.at(start);
    const probe = system.drift(drifting, rate, gamma);
    if (probe.entropy !== null && probe.entropy <= p.target) held = system.lambdaMax(drifting);
    return probe;
  };
  const found = await leastHolding(run, { ...p, start: lambdaStart });
  return { ...known, ...found, lambdaLate: found.outcome === "measured" ? held : null };
}
