/** One seed of the closed loop: align a network once, then let it drift under each policy from the same start. */

import type { Measurement } from "../../control/index.js";
import { cusumRunLength } from "../../detection/index.js";
import { startEngine } from "../../engine/index.js";
import { criticalWork } from "../../law/index.js";
import { type AlarmRuleOptions, stability, type WindowReport } from "../../monitor/index.js";
import { type Divergence, Learner, untilDiverged } from "../../training/index.js";
import type { TrialContext } from "../experiment.js";
import { goalCounts } from "./answers.js";
import { type ClosedLoopHappening, EXAMPLES } from "./happening.js";
import { type ClosedLoopParameters, goalCount } from "./parameters.js";
import { type NamedPolicy, policies } from "./policies.js";
import { World } from "./world.js";

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
    const watch = { onStep, tell: context.tell };
    const run = await untilDiverged(() => drift(p, world, alignment, startLambda, policy, watch));
    runs.push("diverged" in run ? { policy: policy.id, ...run } : run);
  }
  return { ...about, runs };
}

/** Those who look on while a network drifts. */
interface Onlookers {
  onStep(step: number, entropy: number): Promise<void>;
  readonly tell: ((happening: ClosedLoopHappening) => Promise<void>) | undefined;
}

async function drift(
  p: ClosedLoopParameters,
  world: World,
  start: Float32Array<ArrayBuffer>,
  startLambda: number,
  { id, build }: NamedPolicy,
  { onStep, tell }: Onlookers,
): Promise<TrialRun> {
  const learner = new Learner(world.architecture, start, { execution: p.execution });
  const { parameterCount } = learner;
  const policy = build(p, parameterCount, startLambda);
  const watch = stability({ goals: goalCount(p), alarms: [driftAlarm(p)], drift: "line" });
  const points: TrialPoint[] = [];
  let control = policy.init();
  let watched = watch.init();
  let gamma = 0;
  let alarmStep: number | null = null;

  const measure = async (step: number): Promise<void> => {
    const goals = world.goals(learner, step, tell !== undefined);
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
      criticalWork: lambdaMax ? criticalWork(lambdaMax.value, parameterCount) : null,
    });
    await tell?.(checkpoint(id, { ...measurement, gamma }, goals));
    await onStep(step, goals.entropy.value);
  };

  const { name, settings } = policy;
  await tell?.({ kind: "began", policy: id, parameterCount, control: { name, settings } });
  for (const [from, to] of windows(p.driftSteps, p.measureEvery)) {
    await measure(from);
    const batches = range(from, to).map((step) => world.proxyBatch("drift", step, p.batch));
    learner.train(batches, { eta: p.driftRate, gamma });
  }
  await measure(p.driftSteps);
  const taskLoss = learner.loss(world.proxyBatch("task", 0, p.taskInputs));
  await tell?.({ kind: "ended", policy: id, taskLoss });
  return { policy: id, points, taskLoss, alarmStep };
}

function checkpoint(
  policy: string,
  { step, lambdaMax, gamma }: Measurement & { readonly gamma: number },
  { entropy, fidelity, answers, distribution }: ReturnType<World["goals"]>,
): ClosedLoopHappening {
  const { value, lower, upper } = entropy;
  return {
    kind: "checkpoint",
    policy,
    step,
    entropy: { value, lower, upper },
    lambdaMax: lambdaMax ?? null,
    fidelity: fidelity.value,
    gamma,
    counts: goalCounts(answers, distribution.length),
    examples: answers.slice(0, EXAMPLES),
  };
}

/** CUSUM of S above what is held, reference 0.5 and threshold 5 standard errors: one false alarm in 931 windows. */
export const driftAlarm = (p: ClosedLoopParameters) =>
  ({
    against: { limit: p.target + p.tolerance },
    falseAlarmInterval: cusumRunLength({ reference: 0.5, threshold: 5 }),
    leastObservations: 1,
  }) satisfies AlarmRuleOptions;

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
