/** One seed: align once, then drift in every cell of noise x gaming x work from the same start. */
import { startEngine } from "../../engine/index.js";
import { criticalWork } from "../../law/index.js";
import { mean, normal, RandomStream } from "../../numeric/index.js";
import { type Batch, CueConflictTask, Diverged, mlp } from "../../training/index.js";
import { CueDrift, type DriftCourse } from "../cue-drift.js";
import type { TrialContext } from "../experiment.js";
import { type FactorialParameters, type Noise, noises } from "./parameters.js";

export interface Cell {
  readonly noise: Noise | "none";
  readonly gaming: boolean;
  readonly work: boolean;
}

/** What a cell did; null after divergence. */
export interface CellRun extends Cell {
  /** Rise of late S over the aligned start, nats; late: the mean over the second half of the drift phase. */
  readonly rise: number | null;
  /** Rise of S over the first quarter of the drift phase, nats: dS/dt before S nears its ceiling. */
  readonly earlyRise: number | null;
  /** Rise of the late log odds ln((1 - p(g_1)) / p(g_1)). */
  readonly logOddsRise: number | null;
  /** Late S, nats. */
  readonly entropy: number | null;
  readonly taskLoss: number | null;
  readonly divergedAt: number | null;
}

export interface FactorialTrial {
  readonly seed: number;
  /** gamma_crit of the aligned start; null where alignment diverged, and no cell was run. */
  readonly criticalWork: number | null;
  readonly cells: readonly CellRun[];
}

/** All cells, the ones without noise first. */
export const cells: readonly Cell[] = [false, true].flatMap((work) =>
  (["none", ...noises] as const).flatMap((noise) =>
    [false, true].map((gaming): Cell => ({ noise, gaming, work })),
  ),
);

export async function trial(
  p: FactorialParameters,
  seed: number,
  { progress }: TrialContext,
): Promise<FactorialTrial> {
  await progress(0, "alignment phase");
  await startEngine();
  const root = RandomStream.fromSeed(seed);
  const task = new CueConflictTask(root.split("task"), p);
  const architecture = mlp([task.features, p.hidden, p.classes]);
  let learner: CueDrift;
  try {
    learner = new CueDrift({ ...p, architecture, task }, root);
  } catch (error) {
    if (!(error instanceof Diverged)) throw error;
    const { step } = error;
    return { seed, criticalWork: null, cells: cells.map((cell) => divergedRun(cell, step)) };
  }
  const critical = criticalWork(learner.lambdaMax(), learner.parameterCount);
  const runs: CellRun[] = [];
  for (const cell of cells) {
    const course = learner.drift({
      ...schedule(p, cell),
      gamma: cell.work ? p.workMultiple * critical : 0,
      batch: batches(p, cell, learner, root),
    });
    runs.push(runOf(cell, course));
    await progress(runs.length / cells.length, describe(cell));
  }
  return { seed, criticalWork: critical, cells: runs };
}

const describe = ({ noise, gaming, work }: Cell): string =>
  [noise === "none" ? "" : `noise by ${noise}`, gaming ? "gaming" : "", work ? "work" : ""]
    .filter(Boolean)
    .join(", ") || "none of the three";

/** All cells cover eta x steps alike: a higher rate takes fewer steps. */
const schedule = (p: FactorialParameters, { noise }: Cell): { steps: number; rate: number } =>
  noise === "rate"
    ? { steps: p.driftSteps / p.noiseFactor, rate: p.driftRate * p.noiseFactor }
    : { steps: p.driftSteps, rate: p.driftRate };

function batches(
  p: FactorialParameters,
  { noise, gaming }: Cell,
  learner: CueDrift,
  root: RandomStream,
): (step: number) => Batch {
  const size = noise === "batch" ? p.batch / p.noiseFactor : p.batch;
  const proxied = gaming ? size * p.proxyShare : 0;
  return (step) => {
    const mixed = joined(learner.intendedBatch(step, size - proxied), learner.proxyBatch(step, proxied));
    return noise === "gradient"
      ? { ...mixed, labels: jittered(mixed.labels, p.labelNoise, root.split("jitter", step)) }
      : mixed;
  };
}

function joined(a: Batch, b: Batch): Batch {
  const inputs = new Float32Array(a.inputs.length + b.inputs.length);
  inputs.set(a.inputs);
  inputs.set(b.inputs, a.inputs.length);
  const labels = new Float32Array(a.labels.length + b.labels.length);
  labels.set(a.labels);
  labels.set(b.labels, a.labels.length);
  return { size: a.size + b.size, inputs, labels };
}

/**
 * Labels y + e, e ~ N(0, sd^2) in every entry. The gradient of the cross-entropy is linear in the labels up to their
 * sum, J'(sum(y) p - y) / n, so that this adds noise of mean zero to it and leaves the objective as it is.
 */
function jittered(labels: Batch["labels"], sd: number, stream: RandomStream): Float32Array<ArrayBuffer> {
  const noise = normal(stream, 0, sd);
  return Float32Array.from(labels, (y) => y + noise());
}

const divergedRun = (cell: Cell, divergedAt: number): CellRun => ({
  ...cell,
  rise: null,
  earlyRise: null,
  logOddsRise: null,
  entropy: null,
  taskLoss: null,
  divergedAt,
});

function runOf(cell: Cell, { entropy, fidelity, taskLoss, divergedAt }: DriftCourse): CellRun {
  if (divergedAt !== null) return divergedRun(cell, divergedAt);
  const logOdds = fidelity.map((p) => Math.log((1 - p) / p));
  const late = (values: readonly number[]): number => mean(values.slice(2)) as number;
  const start = entropy[0] as number;
  return {
    ...cell,
    rise: late(entropy) - start,
    earlyRise: (entropy[1] as number) - start,
    logOddsRise: late(logOdds) - (logOdds[0] as number),
    entropy: late(entropy),
    taskLoss,
    divergedAt,
  };
}
