/**
 * The same kinds of failure made by a network under training on the cue-conflict task, with what can be measured of it. The
 * sources: labels that no cue explains (exploration) and other cues that name the label too (gaming).
 */
import { startEngine } from "../../engine/index.js";
import { topEigenvalue } from "../../fisher/index.js";
import { meanRate, type Streams } from "../../monitor/index.js";
import { multinomial, normalQuantile, RandomStream } from "../../numeric/index.js";
import { CueConflictTask, goalDistribution, Learner, mlp } from "../../training/index.js";
import { type FailureSignaturesParameters, type Kind, kinds } from "./parameters.js";

const CUES = 3;
const CLASSES = 6;
const DIMENSIONS = 8;
const HIDDEN = 24;
const BATCH = 32;
const STEPS_PER_WINDOW = 10;
const ALIGNMENT_WINDOWS = 30;
const CONFLICT_INPUTS = 300;
const FISHER_INPUTS = 64;
/** Windows between estimates of lambda_max. */
const SPECTRUM_EVERY = 2;
/** Relative error given to lambda_max: over inputs; what it scatters beyond is found by the fit. */
const SPECTRUM_ERROR = 0.1;
/** Labelled items a window behind the divergence of the objectives. */
const AUDITED = 500;
/** Error of the true objective's labels: without it the divergence would be infinite. */
const LABEL_NOISE = 0.01;

/** What the network is trained on at share u of the record. */
interface Schedule {
  /** Probability that each cue names the label. */
  readonly agreement: (u: number) => readonly [number, number, number];
  readonly inputNoise: (u: number) => number;
  readonly gamma: number;
}

/** One run of each kind from one aligned network, in the order of `kinds`. */
export async function learnerRuns(p: FailureSignaturesParameters, seed: number): Promise<Streams[]> {
  await startEngine();
  const root = RandomStream.fromSeed(seed);
  const draw = root.split("parameters");
  const between = (low: number, high: number): number => low + (high - low) * draw.uniform();
  const eta = between(0.02, 0.06);
  const chance = between(0, 0.3);
  const onset = between(0.3, 0.6);
  const ramp = (u: number, length: number): number => Math.min(1, Math.max(0, (u - onset) / length));
  const gaming = between(0.9, 0.98);
  const [weak, mild] = [between(0.3, 0.4), between(0.65, 0.8)];
  const noisiest = between(1.2, 1.6);
  const [held, little, stale] = [between(0, 1), between(0, 0.05), between(0, 0.05)];
  const length = between(0.15, 0.3);

  const steady = (cue: number, others: number, gamma = 0): Schedule => ({
    agreement: () => [cue, others, others],
    inputNoise: () => 0.3,
    gamma,
  });
  const schedules: Record<Kind, Schedule> = {
    stable: steady(1, chance, held),
    "insufficient work": steady(weak, gaming, little),
    "lambda_max underestimated": {
      ...steady(1, chance, stale),
      inputNoise: (u) => 0.3 + (noisiest - 0.3) * ramp(u, length),
    },
    "specification drift": {
      ...steady(1, chance, stale),
      agreement: (u) => {
        const others = chance + (gaming - chance) * ramp(u, length);
        return [1 - (1 - weak) * ramp(u, length), others, others];
      },
    },
    "synergistic amplification": steady(mild, gaming),
  };
  const world = new World(root, p.windows);
  const start = world.aligned(chance);
  const alone = (cue: number, others: number) => {
    const rate = meanRate(world.run(start, steady(cue, others), eta, `alone ${cue} ${others}`).entropy);
    if (rate === undefined) throw new RangeError("a reference run needs at least six windows");
    return rate;
  };
  const gamingAlone = alone(1, gaming);
  const references: Partial<Record<Kind, number>> = {
    "insufficient work": weak,
    "synergistic amplification": mild,
  };
  return kinds.map((kind) => {
    const streams = world.run(start, schedules[kind], eta, kind);
    const cue = references[kind];
    return cue === undefined
      ? streams
      : { ...streams, alone: { exploration: alone(cue, 0), gaming: gamingAlone } };
  });
}

class World {
  readonly #root: RandomStream;
  readonly #windows: number;
  readonly #architecture = mlp([CUES * DIMENSIONS, HIDDEN, CLASSES]);

  constructor(root: RandomStream, windows: number) {
    this.#root = root;
    this.#windows = windows;
  }

  /** The same prototypes at any input noise. */
  #task(noise: number): CueConflictTask {
    const options = { cues: CUES, classes: CLASSES, dimensions: DIMENSIONS, noise };
    return new CueConflictTask(this.#root.split("task"), options);
  }

  #train(
    learner: Learner,
    name: string,
    window: number,
    { agreement, inputNoise, gamma }: Schedule,
    eta: number,
  ) {
    const u = window / this.#windows;
    const task = this.#task(inputNoise(u));
    const batches = Array.from({ length: STEPS_PER_WINDOW }, (_, step) =>
      task.batch(this.#root.split(name, "batch", window, step), BATCH, agreement(u)),
    );
    learner.train(batches, { eta, gamma });
  }

  aligned(chance: number): Float32Array<ArrayBuffer> {
    const initial = new Float32Array(this.#architecture.initialise(this.#root.split("initial")));
    const learner = new Learner(this.#architecture, initial);
    const schedule: Schedule = { agreement: () => [1, chance, chance], inputNoise: () => 0.3, gamma: 0 };
    for (let window = 0; window < ALIGNMENT_WINDOWS; window++)
      this.#train(learner, "align", window, schedule, 0.3);
    return new Float32Array(learner.parameters());
  }

  run(start: Float32Array<ArrayBuffer>, schedule: Schedule, eta: number, name: string) {
    const learner = new Learner(this.#architecture, start);
    const measured = Array.from({ length: this.#windows }, (_, window) => {
      const seen = this.#measure(learner, schedule, name, window);
      this.#train(learner, name, window, schedule, eta);
      return seen;
    });
    return {
      entropy: measured.map(({ entropy }) => entropy),
      fidelity: measured.map(({ fidelity }) => fidelity),
      divergence: measured.map(({ divergence }) => divergence),
      lambdaMax: measured.flatMap(({ lambdaMax }) => (lambdaMax ? [lambdaMax] : [])),
    };
  }

  #measure(learner: Learner, { agreement, inputNoise }: Schedule, name: string, time: number) {
    const u = time / this.#windows;
    const task = this.#task(inputNoise(u));
    const stream = this.#root.split(name, "measure", time);
    const conflict = task.conflict(stream.split("conflict"), CONFLICT_INPUTS);
    const goals = goalDistribution(
      learner.probabilities(conflict.inputs, CONFLICT_INPUTS),
      conflict,
      CLASSES,
    );
    const reading = ({ value, lower, upper }: { value: number; lower: number; upper: number }) => ({
      time,
      value,
      standardError: Math.max((upper - lower) / (2 * normalQuantile(0.975)), 1e-4),
    });
    return {
      entropy: reading(goals.entropy),
      fidelity: reading(goals.fidelity),
      divergence: { time, ...objectiveDivergence(agreement(u)[0], stream.split("audit")) },
      lambdaMax:
        time % SPECTRUM_EVERY === 0 ? this.#lambdaMax(learner, task, agreement(u), stream, time) : undefined,
    };
  }

  #lambdaMax(
    learner: Learner,
    task: CueConflictTask,
    agreement: readonly number[],
    stream: RandomStream,
    time: number,
  ) {
    const { inputs } = task.batch(stream.split("fisher"), FISHER_INPUTS, agreement);
    const fisher = learner.curvature({ inputs, size: FISHER_INPUTS }).fisher();
    const { value } = topEigenvalue(fisher, stream.split("lanczos"));
    return { time, value, standardError: SPECTRUM_ERROR * value };
  }
}

/**
 * D_KL of the labels given against those of the true objective, as an audit of labelled items would estimate it: a share d of
 * them contradicts cue 1, of which the true objective allows LABEL_NOISE.
 */
function objectiveDivergence(agreement: number, stream: RandomStream) {
  const contradicts = (1 - agreement) * (1 - 1 / CLASSES);
  const [count = 0] = multinomial(stream, AUDITED, [contradicts, 1 - contradicts])();
  const d = (count + 0.5) / (AUDITED + 1);
  const value = d * Math.log(d / LABEL_NOISE) + (1 - d) * Math.log((1 - d) / (1 - LABEL_NOISE));
  const slope = Math.log((d * (1 - LABEL_NOISE)) / ((1 - d) * LABEL_NOISE));
  const standardError = Math.max(Math.abs(slope) * Math.sqrt((d * (1 - d)) / AUDITED), 1e-3);
  return { value, standardError };
}
