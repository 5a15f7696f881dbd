/** One seed of the closed loop: align a network once, then let it drift under each policy from the same start. */

import type { Bounded, Measurement } from "../../control/index.js";
import { cusumRunLength } from "../../detection/index.js";
import { startEngine } from "../../engine/index.js";
import { topEigenvalue } from "../../fisher/index.js";
import { criticalWork } from "../../law/index.js";
import { type AlarmRuleOptions, stability, type WindowReport } from "../../monitor/index.js";
import { RandomStream } from "../../numeric/index.js";
import {
  type Architecture,
  type Batch,
  CueConflictTask,
  type Divergence,
  goalDistribution,
  Learner,
  mlp,
  untilDiverged,
} from "../../training/index.js";
import type { TrialContext } from "../experiment.js";
import { type ClosedLoopParameters, goalCount } from "./parameters.js";
import { type NamedPolicy, policies } from "./policies.js";

/** What was seen and decided at one step. */
export interface TrialPoint {
  readonly step: number;
  readonly entropy: number;
  readonly entropyLower: number;
  readonly entropyUpper: number;
  readonly fidelity: number;
  /** dS/dt, nats per step, over the last windows; null until there are three. */
  readonly slope: number | null;
  readonly gamma: number;
  /** Measured at this step, or null. */
  readonly lambdaMax: number | null;
  readonly criticalWork: number | null;
}

export interface TrialRun {
  readonly policy: string;
  readonly points: readonly TrialPoint[];
  /** Proxy loss on fresh inputs after the last step. */
  readonly taskLoss: number;
  /** Step of the first alarm, or null. */
  readonly alarmStep: number | null;
}

/** A run whose training diverged, or that of the network that it was to start from. */
export interface DivergedRun {
  readonly policy: string;
  readonly diverged: Divergence;
}

export interface ClosedLoopTrial {
  readonly seed: number;
  readonly parameterCount: number;
  /** Where the programs ran: natively and on Wasm the same seed differs in the last bits. */
  readonly execution: string;
  readonly runs: readonly (TrialRun | DivergedRun)[];
}

/** Everything random of one seed, by name: all policies see the same task, batches and inputs. */
class World {
  readonly task: CueConflictTask;
  readonly architecture: Architecture;
  readonly #root: RandomStream;
  readonly #p: ClosedLoopParameters;

  constructor(p: ClosedLoopParameters, seed: number) {
    this.#p = p;
    this.#root = RandomStream.fromSeed(seed);
    this.task = new CueConflictTask(this.#root.split("task"), p);
    this.architecture = mlp([this.task.features, p.hidden, p.classes]);
  }

  initial(): Float32Array<ArrayBuffer> {
    return new Float32Array(this.architecture.initialise(this.#root.split("initial")));
  }

  /** Cue 1 always names the label, the others only by chance. */
  alignmentBatch(step: number): Batch {
    const intendedOnly = Array.from({ length: this.#p.cues }, (_, k) => (k === 0 ? 1 : 0));
    return this.task.batch(this.#root.split("align", step), this.#p.batch, intendedOnly);
  }

  proxyBatch(name: string, step: number, size: number): Batch {
    return this.task.batch(this.#root.split(name, step), size, this.#p.proxyAgreement);
  }

  goals(learner: Learner, step: number) {
    const conflict = this.task.conflict(this.#root.split("conflict", step), this.#p.conflictInputs);
    return goalDistribution(
      learner.probabilities(conflict.inputs, conflict.size),
      conflict,
      this.task.classes,
    );
  }

  /**
   * lambda_max of the true Fisher matrix over proxy inputs; the interval is Lanczos' own (value to value + error)
   * and says nothing about other inputs.
   */
  lambdaMax(learner: Learner, step: number): Bounded {
    const { inputs, size } = this.proxyBatch("fisher", step, this.#p.fisherInputs);
    const top = topEigenvalue(
      learner.curvature({ inputs, size }).fisher(),
      this.#root.split("lanczos", step),
    );
    if (!top.converged) throw new RangeError(`lambda_max at step ${step}: ${top.message}`);
    return { value: top.value, lower: top.value, upper: top.value + top.error };
  }
}

export async function trial(
  p: ClosedLoopParameters,
  seed: number,
  context: TrialContext,
): Promise<ClosedLoopTrial> {
  await startEngine();
  const world = new World(p, seed);
  const total = p.alignmentSteps + policies.length * p.driftSteps;
  const report = (done: number, activity: string) => context.progress(done / total, activity);

  const aligned = new Learner(world.architecture, world.initial(), { execution: p.execution });
  const alignment = await untilDiverged(async () => {
    for (const [from, to] of windows(p.alignmentSteps, p.measureEvery)) {
      await report(from, "alignment phase");
      const batches = range(from, to).map((step) => world.alignmentBatch(step));
      aligned.train(batches, { eta: p.alignmentRate, gamma: 0 });
    }
    return new Float32Array(aligned.parameters());
  });
  const about = { seed, parameterCount: aligned.parameterCount, execution: aligned.execution ?? "none" };
  if ("diverged" in alignment)
    return { ...about, runs: policies.map(({ id }) => ({ policy: id, ...alignment })) };
  const startLambda = world.lambdaMax(aligned, 0).upper;
  const runs: (TrialRun | DivergedRun)[] = [];
  for (const policy of policies) {
    const before = p.alignmentSteps + runs.length * p.driftSteps;
    const onStep = (step: number, entropy: number) =>
      report(before + step, `drift, ${policy.label}: S ${entropy.toFixed(2)}`);
    const run = await untilDiverged(() => drift(p, world, alignment, startLambda, policy, onStep));
    runs.push("diverged" in run ? { policy: policy.id, ...run } : run);
  }
  return { ...about, runs };
}

async function drift(
  p: ClosedLoopParameters,
  world: World,
  start: Float32Array<ArrayBuffer>,
  startLambda: number,
  { id, build }: NamedPolicy,
  onStep: (step: number, entropy: number) => Promise<void>,
): Promise<TrialRun> {
  const learner = new Learner(world.architecture, start, { execution: p.execution });
  const policy = build(p, learner.parameterCount, startLambda);
  const watch = stability({ goals: goalCount(p), alarms: [driftAlarm(p)], drift: "line" });
  const points: TrialPoint[] = [];
  let control = policy.init();
  let watched = watch.init();
  let gamma = 0;
  let alarmStep: number | null = null;

  const measure = async (step: number): Promise<void> => {
    const goals = world.goals(learner, step);
    const lambdaMax = step % p.spectrumEvery === 0 ? world.lambdaMax(learner, step) : undefined;
    const measurement: Measurement = { step, entropy: goals.entropy, lambdaMax };
    const decision = policy.step(control, measurement);
    control = decision.state;
    gamma = decision.gamma;
    const { state, assessment } = watch.step(watched, windowAt(step, points.length, goals));
    watched = state;
    alarmStep ??= assessment.alarms[0]?.alarm?.raised ?? null;
    points.push({
      step,
      entropy: goals.entropy.value,
      entropyLower: goals.entropy.lower,
      entropyUpper: goals.entropy.upper,
      fidelity: goals.fidelity.value,
      slope: assessment.drift?.value ?? null,
      gamma,
      lambdaMax: lambdaMax?.value ?? null,
      criticalWork: lambdaMax ? criticalWork(lambdaMax.value, learner.parameterCount) : null,
    });
    await onStep(step, goals.entropy.value);
  };

  for (const [from, to] of windows(p.driftSteps, p.measureEvery)) {
    await measure(from);
    const batches = range(from, to).map((step) => world.proxyBatch("drift", step, p.batch));
    learner.train(batches, { eta: p.driftRate, gamma });
  }
  await measure(p.driftSteps);
  const taskLoss = learner.loss(world.proxyBatch("task", 0, p.taskInputs));
  return { policy: id, points, taskLoss, alarmStep };
}

/** CUSUM of S above what is held, reference 0.5 and threshold 5 standard errors: one false alarm in 931 windows. */
const driftAlarm = (p: ClosedLoopParameters): AlarmRuleOptions => ({
  against: { limit: p.target + p.tolerance },
  falseAlarmInterval: cusumRunLength({ reference: 0.5, threshold: 5 }),
  leastObservations: 1,
});

/** A measurement at one step as a window that begins and ends there. */
const windowAt = (
  step: number,
  window: number,
  { entropy, fidelity }: ReturnType<World["goals"]>,
): WindowReport => ({
  window,
  start: step,
  end: step,
  n: entropy.n,
  counts: [],
  gap: false,
  entropy,
  fidelity,
  divergence: null,
});

/** [from, to) pieces of `every` steps that make up `steps`. */
function windows(steps: number, every: number): [from: number, to: number][] {
  const count = Math.ceil(steps / every);
  return Array.from({ length: count }, (_, i) => [i * every, Math.min(steps, (i + 1) * every)]);
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
