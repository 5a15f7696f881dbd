/** One seed: every cell trained through both phases, its curvature measured on the way. */
import { startEngine } from "../../engine/index.js";
import { hutchinson, type SymmetricOperator, type TopEigenvalue, topEigenvalue } from "../../fisher/index.js";
import { criticalWork } from "../../law/index.js";
import type { RandomStream } from "../../numeric/index.js";
import { type Batch, type Divergence, Learner, untilDiverged } from "../../training/index.js";
import type { TrialContext } from "../experiment.js";
import { build, type Cell, cells } from "./networks.js";
import type { ValidateLambdaParameters } from "./parameters.js";
import { type Phase, World } from "./worlds.js";

/** What was measured after `step` steps. */
export interface TrialPoint {
  readonly step: number;
  readonly phase: Phase;
  readonly loss: number;
  readonly fisherMax: number;
  readonly hessianMax: number;
  readonly trace: number;
  readonly effectiveDimension: number;
  readonly criticalWork: number;
}

export interface TrialRun {
  readonly cell: Cell;
  readonly label: string;
  readonly parameterCount: number;
  readonly points: readonly TrialPoint[];
}

/** A run whose training diverged. */
export interface DivergedRun extends Omit<TrialRun, "points"> {
  readonly diverged: Divergence;
}

export interface ValidateLambdaTrial {
  readonly seed: number;
  readonly runs: readonly (TrialRun | DivergedRun)[];
}

export async function trial(
  p: ValidateLambdaParameters,
  seed: number,
  { progress }: TrialContext,
): Promise<ValidateLambdaTrial> {
  await startEngine();
  const world = new World(seed);
  const runs: (TrialRun | DivergedRun)[] = [];
  const all = cells(p);
  for (const [i, cell] of all.entries()) {
    runs.push(await run(p, world, cell, (fraction, label) => progress((i + fraction) / all.length, label)));
  }
  return { seed, runs };
}

async function run(
  p: ValidateLambdaParameters,
  world: World,
  cell: Cell,
  report: TrialContext["progress"],
): Promise<TrialRun | DivergedRun> {
  const architecture = build(cell.architecture, cell.width);
  const initial = architecture.initialise(world.root.split("initial", cell.architecture, cell.width));
  const learner = new Learner(architecture, new Float32Array(initial), { execution: p.execution });
  const course = await untilDiverged(() => points(p, world, cell, learner, report));
  const about = { cell, label: architecture.name, parameterCount: learner.parameterCount };
  return "diverged" in course ? { ...about, ...course } : { ...about, points: course };
}

/** What is measured while the learner goes through both phases. */
async function points(
  p: ValidateLambdaParameters,
  world: World,
  cell: Cell,
  learner: Learner,
  report: TrialContext["progress"],
): Promise<TrialPoint[]> {
  const points: TrialPoint[] = [];
  const label = `${learner.architecture.name} at rate ${cell.rate}`;
  const total = p.learningSteps + p.shiftedSteps;
  const phases = [
    ["learning", 0, p.learningSteps],
    ["shifted", p.learningSteps, total],
  ] as const;
  for (const [phase, start, end] of phases) {
    const examples = world.curvatureExamples(p, cell.architecture, phase);
    for (let from = start; from < end; from += p.measureEvery) {
      points.push(measure(p, learner, examples, from, phase, world.root.split("probe", from)));
      await report(from / total, `${label}: lambda_max ${points.at(-1)?.fisherMax.toPrecision(3)}`);
      const to = Math.min(end, from + p.measureEvery);
      const batches = Array.from({ length: to - from }, (_, k) =>
        world.batch(p, cell.architecture, phase, from + k),
      );
      for (const batch of batches) learner.step(batch, { eta: cell.rate, gamma: 0 });
    }
    points.push(measure(p, learner, examples, end, phase, world.root.split("probe", end)));
  }
  return points;
}

function measure(
  p: ValidateLambdaParameters,
  learner: Learner,
  examples: Batch,
  step: number,
  phase: Phase,
  stream: RandomStream,
): TrialPoint {
  const curvature = learner.curvature(examples);
  const fisher = curvature.fisher();
  const fisherMax = top(fisher, stream.split("fisher"), step);
  const hessianMax = top(curvature.hessian(), stream.split("hessian"), step);
  const trace = hutchinson(fisher, { products: p.probes, stream: stream.split("trace") }).value;
  return {
    step,
    phase,
    loss: learner.loss(examples),
    fisherMax,
    hessianMax,
    trace,
    effectiveDimension: trace / fisherMax,
    criticalWork: criticalWork(fisherMax, learner.parameterCount),
  };
}

function top(operator: SymmetricOperator, stream: RandomStream, step: number): number {
  const { converged, value, message }: TopEigenvalue = topEigenvalue(operator, stream, { maxProducts: 200 });
  if (!converged) throw new RangeError(`${operator.matrix} at step ${step}: ${message}`);
  return value;
}
