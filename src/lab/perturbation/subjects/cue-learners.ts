import { startEngine } from "../../../engine/index.js";
import { initialEntropy } from "../../../entropy/index.js";
import { criticalWork } from "../../../law/index.js";
import type { RandomStream } from "../../../numeric/index.js";
import {
  type Batch,
  CueConflictTask,
  mlp,
  sequenceClassifier,
  TokenCueConflictTask,
} from "../../../training/index.js";
import { CueDrift, type CueDriftSetting } from "../../cue-drift.js";
import type { PerturbationParameters } from "../parameters.js";
import type { Subject } from "./subject.js";

/** A classifier of vectors: one hidden layer. */
export function classifier(p: PerturbationParameters, stream: RandomStream): Promise<Subject> {
  const task = new CueConflictTask(stream.split("task"), p);
  const architecture = mlp([task.features, p.hidden, p.classes]);
  return cueLearner(p, stream, {
    architecture,
    task,
    batch: p.batch,
    alignmentSteps: p.alignmentSteps,
    alignmentRate: p.alignmentRate,
    driftSteps: p.driftSteps,
    driftRate: p.driftRate,
  });
}

/** A classifier of texts: one block of attention. */
export function textClassifier(p: PerturbationParameters, stream: RandomStream): Promise<Subject> {
  const task = new TokenCueConflictTask(p);
  const { vocabulary, tokens } = task;
  const sizes = { vocabulary, tokens, width: p.transformerWidth, heads: p.transformerHeads, blocks: 1 };
  return cueLearner(p, stream, {
    architecture: sequenceClassifier(p.classes, sizes),
    task,
    batch: p.transformerBatch,
    alignmentSteps: p.transformerAlignmentSteps,
    alignmentRate: p.transformerAlignmentRate,
    driftSteps: p.transformerDriftSteps,
    driftRate: p.transformerDriftRate,
  });
}

type Setting = Pick<
  CueDriftSetting,
  "architecture" | "task" | "batch" | "alignmentSteps" | "alignmentRate"
> & {
  readonly driftSteps: number;
  readonly driftRate: number;
};

async function cueLearner(
  p: PerturbationParameters,
  stream: RandomStream,
  { driftSteps, driftRate, ...own }: Setting,
): Promise<Subject> {
  await startEngine();
  const learner = new CueDrift({ ...p, ...own }, stream);
  const batches = Array.from({ length: driftSteps }, (_, step) => learner.proxyBatch(step, own.batch));
  const batch = (step: number): Batch => batches[step] as Batch;
  const work = (): number => criticalWork(learner.lambdaMax(), learner.parameterCount);
  const drift = (gamma: number) => learner.drift({ steps: driftSteps, rate: driftRate, gamma, batch });

  const start = learner.atStart();
  const atStart = work();
  const free = drift(0);
  const criticalWorkDrifted = free.divergedAt === null ? work() : null;
  const courseOf = ({ fidelity, ...course }: typeof free) => ({
    ...course,
    drifted: fidelity.map((share) => 1 - share),
    steps: driftSteps,
  });
  return {
    criticalWork: atStart,
    criticalWorkDrifted,
    entropySettled: start.entropy,
    taskLossStart: start.taskLoss,
    target: initialEntropy(p.cues + 1, p.intendedProbability),
    run: (gamma) => courseOf(gamma === 0 ? free : drift(gamma)),
  };
}
