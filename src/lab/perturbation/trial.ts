/** One system of one seed: gamma over multiples of gamma_crit, then over a grid around where S is seen to cross. */
import { mean, RandomStream } from "../../numeric/index.js";
import { Diverged } from "../../training/index.js";
import type { TrialContext } from "../experiment.js";
import { bracketCrossing, crossingOf, gridAround } from "./crossing.js";
import type { PerturbationParameters, System } from "./parameters.js";
import { classifier, textClassifier } from "./subjects/cue-learners.js";
import { goalLogits } from "./subjects/goal-logits.js";
import { gridworldAgent } from "./subjects/gridworld-agent.js";
import { scalarLaw } from "./subjects/law.js";
import type { Course, Subject } from "./subjects/subject.js";
import { unstableLogits } from "./subjects/unstable-logits.js";

/** Why a gamma was run: it is a multiple of gamma_crit, belongs to the grid, or helped to find the crossing. */
export type Origin = "multiple" | "grid" | "search";

/** One run at one gamma; its figures are null after divergence. */
export interface TrialPoint {
  readonly gamma: number;
  readonly origin: Origin;
  /** Late S: its mean over the second half of the drift phase, nats. */
  readonly entropy: number | null;
  /** dS/dt over the first quarter of the drift phase, nats per step. */
  readonly rate: number | null;
  /** Late 1 - p(g_1); null also where S is all there is. */
  readonly drifted: number | null;
  readonly taskLoss: number | null;
  readonly divergedAt: number | null;
}

export interface PerturbationTrial {
  readonly system: System;
  readonly seed: number;
  /** gamma_crit of the aligned start; null where alignment diverged, and nothing was run. */
  readonly criticalWork: number | null;
  readonly criticalWorkDrifted: number | null;
  readonly entropySettled: number;
  readonly taskLossStart: number | null;
  readonly target: number;
  /** In order of gamma. */
  readonly points: readonly TrialPoint[];
}

export async function trial(
  p: PerturbationParameters,
  seed: number,
  { progress }: TrialContext,
): Promise<PerturbationTrial> {
  const system = p.systems[0] as System;
  await progress(0, `${system}: start`);
  const subject = await subjectOf(p, system, RandomStream.fromSeed(seed)).catch((error: unknown) => {
    if (error instanceof Diverged) return error.step;
    throw error;
  });
  if (typeof subject === "number") return notAligned(system, seed, subject);
  const points: TrialPoint[] = [];
  const expected = p.multiples.length + p.gridPoints + 4;
  const run = async (gamma: number, origin: Origin): Promise<void> => {
    points.push(pointOf(subject.run(gamma), gamma, origin));
    await progress(Math.min(0.99, points.length / expected), `${system}: gamma ${gamma.toPrecision(3)}`);
  };
  for (const multiple of p.multiples) await run(multiple * subject.criticalWork, "multiple");
  const level = halfway(points, subject.entropySettled, p.leastDrift);
  if (level !== undefined) {
    points.push(...search(points, level, subject));
    const held = subject.target + p.tolerance;
    const free = points[0]?.entropy ?? Number.NaN;
    if (subject.entropySettled < held && free > held) points.push(...search(points, held, subject));
    const crossing = crossingOf(responses(points), level);
    if (crossing !== undefined)
      for (const gamma of gridAround(crossing, p.gridPoints, p.gridReach)) await run(gamma, "grid");
  }
  const { criticalWork, criticalWorkDrifted, entropySettled, taskLossStart, target } = subject;
  points.sort((a, b) => a.gamma - b.gamma);
  return {
    system,
    seed,
    criticalWork,
    criticalWorkDrifted,
    entropySettled,
    taskLossStart,
    target,
    points,
  };
}

/** A seed whose alignment diverged at `step`. */
const notAligned = (system: System, seed: number, step: number): PerturbationTrial => ({
  system,
  seed,
  criticalWork: null,
  criticalWorkDrifted: null,
  entropySettled: 0,
  taskLossStart: null,
  target: 0,
  points: [
    {
      gamma: 0,
      origin: "multiple",
      entropy: null,
      rate: null,
      drifted: null,
      taskLoss: null,
      divergedAt: step,
    },
  ],
});

/** Points that have a late S, as responses. */
export const responses = (points: readonly TrialPoint[]): { gamma: number; value: number }[] =>
  points.flatMap(({ gamma, entropy }) => (entropy === null ? [] : [{ gamma, value: entropy }]));

/** S halfway between no work and endless work; undefined where drift without work is too small to matter. */
export function halfway(
  points: readonly TrialPoint[],
  settled: number,
  leastDrift: number,
): number | undefined {
  const free = points.find(({ gamma }) => gamma === 0)?.entropy ?? null;
  return free !== null && free - settled >= leastDrift ? (free + settled) / 2 : undefined;
}

function search(points: readonly TrialPoint[], level: number, subject: Subject): TrialPoint[] {
  const known = responses(points);
  const found = bracketCrossing(known, level, (gamma) => {
    const point = pointOf(subject.run(gamma), gamma, "search");
    return point.entropy === null ? undefined : { gamma, value: point.entropy, point };
  });
  return found.map((response) => (response as (typeof found)[number] & { point: TrialPoint }).point);
}

function pointOf({ entropy, drifted, steps, taskLoss, divergedAt }: Course, gamma: number, origin: Origin) {
  const whole = divergedAt === null;
  const lateMean = (values: readonly number[]): number => mean(values.slice(2)) as number;
  return {
    gamma,
    origin,
    entropy: whole ? lateMean(entropy) : null,
    rate: whole ? ((entropy[1] as number) - (entropy[0] as number)) / (steps / 4) : null,
    drifted: whole && drifted !== null ? lateMean(drifted) : null,
    taskLoss,
    divergedAt,
  };
}

async function subjectOf(p: PerturbationParameters, system: System, stream: RandomStream): Promise<Subject> {
  if (system === "scalar-law") return scalarLaw();
  if (system === "classifier") return classifier(p, stream);
  if (system === "transformer") return textClassifier(p, stream);
  if (system === "gridworld") return gridworldAgent(p, stream);
  return system === "goal-logits" ? goalLogits(p, stream) : unstableLogits(p, stream);
}
