/** One seed: a base model, then every way of fine-tuning from it, on the same prompts with the same draws. */
import { startEngine } from "../../engine/index.js";
import { topEigenvalue } from "../../fisher/index.js";
import { criticalWork } from "../../law/index.js";
import type { RandomStream } from "../../numeric/index.js";
import { type Divergence, type Examples, kl, Learner, l2 } from "../../training/index.js";
import type { TrialContext } from "../experiment.js";
import { type Condition, conditions } from "./conditions.js";
import { measure, type TrialPoint } from "./measurement.js";
import type { DriftParameters } from "./parameters.js";
import { train } from "./phase.js";
import { World } from "./world.js";

export interface TrialRun {
  readonly condition: string;
  /** Coefficient of the L2 energy. */
  readonly gamma: number;
  readonly points: readonly TrialPoint[];
  readonly diverged: Divergence | null;
}

export interface DriftTrial {
  readonly seed: number;
  readonly parameterCount: number;
  readonly execution: string;
  /** Of the base model: top eigenvalue of the true Fisher matrix, and gamma_crit. Null where the base model diverged. */
  readonly lambdaMax: number | null;
  readonly criticalWork: number | null;
  readonly baseDiverged: Divergence | null;
  readonly runs: readonly TrialRun[];
}

export async function trial(p: DriftParameters, seed: number, context: TrialContext): Promise<DriftTrial> {
  await startEngine();
  const world = new World(p, seed);
  const ways = conditions(p);
  const prepared = p.baseSteps + p.coolSteps;
  const total = prepared + ways.length * p.tuneSteps;
  const report = (done: number, activity: string) => context.progress(done / total, activity);

  const base = new Learner(world.architecture, world.initial(), { execution: p.execution });
  const corpus = {
    gamma: 0,
    batch: (step: number) => world.baseBatch(step),
    report: (step: number) => report(step, "base model"),
  };
  const baseDiverged =
    (await train(base, { ...corpus, steps: [0, p.baseSteps], eta: p.baseRate })) ??
    (await train(base, { ...corpus, steps: [p.baseSteps, prepared], eta: p.baseRate / 10 }));
  const about = {
    seed,
    parameterCount: base.parameterCount,
    execution: base.execution ?? "none",
    baseDiverged,
  };
  if (baseDiverged) return { ...about, lambdaMax: null, criticalWork: null, runs: [] };

  const reference = world.referenceInputs(base);
  const lambdaMax = fisherMax(base, reference, world.root.split("lanczos"));
  const critical = criticalWork(lambdaMax, base.parameterCount);
  const runs: TrialRun[] = [];
  for (const way of ways) {
    const done = prepared + runs.length * p.tuneSteps;
    const gamma =
      way.work === "l2" ? way.coefficient * critical : way.work === "kl-energy" ? way.coefficient : 0;
    const from = { world, base, reference };
    runs.push(await tune(p, from, way, gamma, (step, said) => report(done + step, said)));
  }
  return { ...about, lambdaMax, criticalWork: critical, runs };
}

/**
 * lambda_max of the true Fisher matrix of the response's tokens, over the base model's own completions of training prompts:
 * that of the mean loss by which the learner steps. Its upper end by Lanczos' error.
 */
function fisherMax(base: Learner, reference: Examples, stream: RandomStream): number {
  const top = topEigenvalue(base.curvature(reference).fisher(), stream, { maxProducts: 200 });
  if (!top.converged) throw new RangeError(`lambda_max of the base model: ${top.message}`);
  return top.value + top.error;
}

interface Start {
  readonly world: World;
  readonly base: Learner;
  readonly reference: Examples;
}

async function tune(
  p: DriftParameters,
  { world, base, reference }: Start,
  way: Condition,
  gamma: number,
  report: (step: number, activity: string) => Promise<void>,
): Promise<TrialRun> {
  const learner = new Learner(world.architecture, new Float32Array(base.parameters()), {
    execution: p.execution,
    energy: way.work === "kl-energy" ? kl({ inputs: reference }) : l2,
  });
  const points = [measure(p, world, learner, way, 0)];
  const said = () => `${way.label}: S ${points.at(-1)?.entropy.toFixed(2)}`;
  for (let from = 0; from < p.tuneSteps; from += p.measureEvery) {
    const to = Math.min(p.tuneSteps, from + p.measureEvery);
    const diverged = await train(learner, {
      steps: [from, to],
      eta: p.tuneRate,
      gamma,
      batch: (step) => world.tuningBatch(learner, base, way, step),
      report: (step) => report(step, said()),
    });
    if (diverged) return { condition: way.id, gamma, points, diverged };
    points.push(measure(p, world, learner, way, to, points[0]?.exact));
  }
  return { condition: way.id, gamma, points, diverged: null };
}
