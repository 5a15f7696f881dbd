/** One seed of one learner: aligned once, then let drift under every energy and policy from the same start. */
import { constant, type Policy } from "../../control/index.js";
import { startEngine } from "../../engine/index.js";
import { topEigenvalue } from "../../fisher/index.js";
import { RandomStream } from "../../numeric/index.js";
import { type Batch, type Energy, goalDistribution, Learner, l2 } from "../../training/index.js";
import type { TrialContext } from "../experiment.js";
import { energyLabels, energyOf, scaleOf } from "./energies.js";
import { type FrontierParameters, type LearnerName, TOGETHER } from "./parameters.js";
import { policiesOf } from "./policies.js";
import { type World, world } from "./worlds.js";

export interface TrialPoint {
  readonly step: number;
  readonly entropy: number;
  /** Half the 95% interval of S over conflict inputs. */
  readonly half: number;
  readonly fidelity: number;
  readonly gamma: number;
}

export interface TrialRun {
  /** Null for the run without work. */
  readonly energy: string | null;
  readonly policy: string;
  readonly points: readonly TrialPoint[];
  /** Proxy loss on fresh inputs after the last step; null where training diverged. */
  readonly taskLoss: number | null;
  /** Step at which training diverged, or null. */
  readonly diverged: number | null;
  /** Why the policy chose its last gamma. */
  readonly reason: string;
}

export interface FrontierTrial {
  readonly seed: number;
  readonly learner: LearnerName;
  readonly parameterCount: number;
  readonly lambdaMax: number;
  readonly execution: string;
  readonly runs: readonly TrialRun[];
}

/** Everything of one seed that all its runs share. */
interface Setting {
  readonly p: FrontierParameters;
  readonly root: RandomStream;
  readonly world: World;
  readonly start: Float32Array<ArrayBuffer>;
  readonly lambdaMax: { readonly value: number; readonly lower: number; readonly upper: number };
}

export async function trial(
  p: FrontierParameters,
  seed: number,
  { progress }: TrialContext,
): Promise<FrontierTrial> {
  await startEngine();
  const [learner] = p.learners as [LearnerName];
  const root = RandomStream.fromSeed(seed);
  const seen = world(p, learner, root.split("task"));
  await progress(0, `${learner}: alignment phase`);
  const aligned = align(
    p,
    seen,
    root,
    learner === "transformer" ? p.transformerAlignmentRate : p.alignmentRate,
  );
  const { inputs, size } = seen.task.batch(root.split("fisher"), p.fisherInputs, p.proxyAgreement);
  const top = topEigenvalue(aligned.curvature({ inputs, size }).fisher(), root.split("lanczos"));
  if (!top.converged) throw new RangeError(`lambda_max of the aligned ${learner}: ${top.message}`);
  const lambdaMax = { value: top.value, lower: top.value, upper: top.value + top.error };
  const setting: Setting = { p, root, world: seen, start: new Float32Array(aligned.parameters()), lambdaMax };

  const policies = policiesOf(p);
  const runs = [drift(setting, l2, null, "none", constant(0) as Policy)];
  const total = 1 + p.energies.length * policies.length;
  for (const name of p.energies) {
    const energy = energyOf(p, name, seen, root.split("energy"));
    for (const { id, label, build } of policies) {
      await progress(runs.length / total, `${learner}: ${energyLabels[name]}, ${label}`);
      const policy = build(p, scaleOf(p, name), aligned.parameterCount);
      runs.push(drift(setting, energy, name, id, policy));
    }
  }
  const { parameterCount } = aligned;
  const execution = aligned.execution ?? "none";
  return { seed, learner, parameterCount, lambdaMax: top.value, execution, runs };
}

/** Cue 1 always names the label, the others only by chance. */
function align(
  p: FrontierParameters,
  { task, architecture }: World,
  root: RandomStream,
  eta: number,
): Learner {
  const initial = new Float32Array(architecture.initialise(root.split("initial")));
  const learner = new Learner(architecture, initial, { execution: p.execution });
  const intendedOnly = Array.from({ length: p.cues }, (_, k) => (k === 0 ? 1 : 0));
  for (let from = 0; from < p.alignmentSteps; from += TOGETHER) {
    const batches = range(from, from + TOGETHER).map((step) =>
      task.batch(root.split("align", step), p.batch, intendedOnly),
    );
    learner.train(batches, { eta, gamma: 0 });
  }
  return learner;
}

function drift(
  { p, root, world, start, lambdaMax }: Setting,
  energy: Energy,
  name: string | null,
  policyName: string,
  policy: Policy,
): TrialRun {
  const learner = new Learner(world.architecture, start, { execution: p.execution, energy });
  const batchOf = (step: number): Batch =>
    world.task.batch(root.split("drift", step), p.batch, p.proxyAgreement);
  const points: TrialPoint[] = [];
  let state = policy.init();
  let reason = "";
  const decide = (step: number): number => {
    const conflict = world.task.conflict(root.split("conflict", step), p.conflictInputs);
    const answers = learner.probabilities(conflict.inputs, conflict.size);
    const { entropy, fidelity } = goalDistribution(answers, conflict, p.classes);
    const away = -Math.log(Math.max(fidelity.value, 1e-12));
    const divergence = { value: away, lower: away, upper: away };
    const decision = policy.step(state, { step, entropy, divergence, ...(step === 0 && { lambdaMax }) });
    ({ state, reason } = decision);
    const half = (entropy.upper - entropy.lower) / 2;
    points.push({ step, entropy: entropy.value, half, fidelity: fidelity.value, gamma: decision.gamma });
    return decision.gamma;
  };
  const ended = (taskLoss: number | null, diverged: number | null): TrialRun => ({
    energy: name,
    policy: policyName,
    points,
    taskLoss,
    diverged,
    reason,
  });
  for (let step = 0; step < p.driftSteps; step += p.measureEvery) {
    const gamma = decide(step);
    for (let from = step; from < step + p.measureEvery; from += TOGETHER)
      if (!stays(learner, range(from, from + TOGETHER).map(batchOf), p.driftRate, gamma))
        return ended(null, from);
  }
  decide(p.driftSteps);
  return ended(learner.loss(world.task.batch(root.split("task loss"), p.taskInputs, p.proxyAgreement)), null);
}

/** Trains, and says whether the loss stayed finite. */
function stays(learner: Learner, batches: readonly Batch[], eta: number, gamma: number): boolean {
  try {
    learner.train(batches, { eta, gamma });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
