import { beforeAll, describe, expect, it } from "vitest";
import { elasticEnergy, l2Energy } from "../../control/index.js";
import { startEngine } from "../../engine/index.js";
import { normal, RandomStream } from "../../numeric/index.js";
import type { Architecture } from "../architectures/architecture.js";
import { cnn } from "../architectures/cnn.js";
import { mlp } from "../architectures/mlp.js";
import { transformer } from "../architectures/transformer.js";
import type { Batch } from "../batch.js";
import { CueConflictTask } from "../cue-conflict.js";
import { goalDistribution } from "../goal-distribution.js";
import { Learner } from "../learner.js";
import { MarkovLanguage } from "../markov-language.js";
import { type ParameterTensors, toVector, type Vector } from "../parameters.js";
import { program } from "../programs.js";
import { curvedStep } from "./curved-step.js";
import { elastic } from "./elastic.js";
import type { Energy } from "./energy.js";
import { fisherDiagonal } from "./fisher-diagonal.js";
import { cueKey, goalEntropy } from "./goal-entropy.js";
import { kl } from "./kl.js";
import { l2 } from "./l2.js";

beforeAll(startEngine);

const stream = (...path: (string | number)[]): RandomStream => RandomStream.fromSeed(11).split(...path);
const task = new CueConflictTask(stream("task"), { cues: 2, classes: 4, dimensions: 8 });
const language = new MarkovLanguage(stream("language"), { vocabulary: 8 });

interface World {
  readonly architecture: Architecture;
  batch(name: string, size: number): Batch;
  readonly goals: Energy;
}

/** Which tokens are which goal's: a key that says the same of every row. */
function tokenKey(rows: number, goalOf: readonly number[], goals: number) {
  const values = new Float64Array(rows * goalOf.length * goals);
  for (let i = 0; i < rows * goalOf.length; i++)
    values[i * goals + (goalOf[i % goalOf.length] as number)] = 1;
  return { values, shape: [rows, goalOf.length, goals] };
}

const conflict = task.conflict(stream("conflict"), 12);
const cueGoals = goalEntropy({ inputs: { ...conflict, key: cueKey(conflict, 4) } });
const texts = language.batch(stream("texts"), 5, 4);
const tokenGoals = goalEntropy({ inputs: { ...texts, key: tokenKey(5 * 4, [0, 1, 2, 2, 0, 1, 2, 2], 3) } });
const cueBatch = (name: string, size: number): Batch => task.batch(stream(name), size, [0.9, 0.9]);

const worlds: readonly World[] = [
  { architecture: mlp([16, 6, 4]), batch: cueBatch, goals: cueGoals },
  { architecture: cnn({ image: [1, 4, 4], channels: [3], classes: 4 }), batch: cueBatch, goals: cueGoals },
  {
    architecture: transformer({ vocabulary: 8, tokens: 4, width: 8, heads: 2, blocks: 1 }),
    batch: (name, size) => language.batch(stream(name), size, 4),
    goals: tokenGoals,
  },
];

const energiesOf = ({ batch, goals }: World): Energy[] => [
  l2,
  elastic({ examples: batch("fisher", 9), stream: stream("labels"), scale: "mean-one" }),
  kl({ inputs: batch("reference", 7) }),
  goals,
];

const cases = worlds.flatMap((world) =>
  energiesOf(world).map((energy) => [energy.name, world.architecture.name, world, energy] as const),
);

/** A learner that has left its reference. */
function moved(
  { architecture, batch }: World,
  energy: Energy,
  execution: "native" | "wasm" = "native",
): Learner {
  const learner = new Learner(architecture, architecture.initialise(stream("initial")), {
    energy,
    execution,
  });
  for (let i = 0; i < 4; i++) learner.step(batch(`train ${i}`, 8), { eta: 0.2, gamma: 0 });
  return learner;
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, x, i) => sum + x * (b[i] as number), 0);

describe.each(cases)("%s on %s", (name, _, world, energy) => {
  const { architecture, batch } = world;

  it("has the gradient of its value, by central differences in float64", () => {
    const start = new Learner(architecture, architecture.initialise(stream("initial")), { energy });
    const [data] = energy.anchor(start);
    const learner = moved(world, energy);
    const value = program(energy.form.value(architecture.logits), { execution: "native" });
    const at = (theta: Float64Array<ArrayBuffer>): number =>
      value(architecture.layout.tree(theta, Float64Array), data).item();
    const theta = learner.parameters();
    expect(at(theta)).toBeCloseTo(learner.energyValue(), 12);
    const gradient = learner.energyGradient();
    const draw = normal(stream("directions"));
    for (let trial = 0; trial < 4; trial++) {
      const direction = theta.map(() => draw());
      const h = 1e-5;
      const [up, down] = [h, -h].map((step) => at(theta.map((x, i) => x + step * (direction[i] as number))));
      const slope = ((up as number) - (down as number)) / (2 * h);
      // onnxruntime's Erf, in the transformer, is of single precision: 1e-11 in the value is 1e-6 in the difference.
      expect(dot(gradient, direction)).toBeCloseTo(slope, 5);
    }
    // On Wasm exp and log are of single precision in float64 too.
    const onWasm = moved(world, energy, "wasm").energyGradient();
    onWasm.forEach((g, i) => {
      expect(Math.abs(g - (gradient[i] as number))).toBeLessThan(1e-4 * (1 + Math.abs(g)));
    });
  });

  it("has value and gradient 0 at its reference, where it has one, and again where it anchors", () => {
    const learner = moved(world, energy);
    expect(learner.energyValue()).toBeGreaterThan(1e-6);
    if (name === "goal-entropy") return;
    learner.anchor();
    expect(learner.energyValue()).toBeCloseTo(0, 12);
    expect(Math.sqrt(dot(learner.energyGradient(), learner.energyGradient()))).toBeLessThan(1e-12);
  });

  it("is lowered by one step of any work, and falls ever lower under strong work", () => {
    // eta = 1e-12: the loss moves nothing.
    for (const work of [1e-3, 1, 1e6]) {
      const learner = moved(world, energy);
      const before = learner.energyValue();
      learner.step(batch("still", 8), { eta: 1e-12, gamma: work / 1e-12 });
      expect(learner.energyValue()).toBeLessThan(before);
      for (let i = 0; i < 30; i++) learner.step(batch("still", 8), { eta: 1e-12, gamma: work / 1e-12 });
      if (work >= 1) expect(learner.energyValue()).toBeLessThan(0.5 * before);
    }
  });

  it("keeps training finite at any work", () => {
    const learner = moved(world, energy);
    for (let i = 0; i < 20; i++) {
      const loss = learner.step(batch(`hard ${i}`, 8), { eta: 0.1, gamma: 10 ** (i % 10) });
      expect(loss).toBeLessThan(20);
    }
  });

  it("says what it costs", () => {
    expect(energy.cost.inputs > 0).toBe(name === "kl" || name === "goal-entropy");
  });
});

describe("closed forms", () => {
  const world = worlds[0] as World;

  it("elastic work is the proximal map of the quadratic energy, and with a unit Fisher diagonal that of L2", () => {
    const energy = elastic({ examples: world.batch("fisher", 9), stream: stream("labels") });
    const reference = world.architecture.initialise(stream("initial"));
    const start = new Learner(world.architecture, reference, { energy });
    const [[, diagonal]] = energy.anchor(start) as never as [[ParameterTensors, ParameterTensors]];
    const [free, worked] = [moved(world, energy), moved(world, energy)];
    free.step(world.batch("next", 8), { eta: 0.1, gamma: 0 });
    worked.step(world.batch("next", 8), { eta: 0.1, gamma: 7 });
    const numeric = elasticEnergy(toVector(diagonal));
    expect(worked.energyValue()).toBeCloseTo(numeric.value(worked.parameters(), reference), 12);
    numeric.proximal(free.parameters(), reference, 0.7).forEach((x, i) => {
      expect(worked.parameters()[i]).toBeCloseTo(x, 12);
    });
    const unit = elasticEnergy(reference.map(() => 1));
    for (const map of ["value", "gradient"] as const)
      expect(unit[map](free.parameters(), reference)).toEqual(l2Energy[map](free.parameters(), reference));
    unit.proximal(free.parameters(), reference, 0.7).forEach((x, i) => {
      expect(x).toBeCloseTo(l2Energy.proximal(free.parameters(), reference, 0.7)[i] as number, 14);
    });
  });

  it("KL is that of the probabilities, and of any reference policy that is given", () => {
    const inputs = world.batch("reference", 7);
    const [p, q] = [
      moved(world, l2),
      new Learner(world.architecture, world.architecture.initialise(stream("other"))),
    ];
    const learner = moved(world, kl({ inputs, reference: q }));
    const [mine, theirs] = [p, q].map((model) => model.probabilities(inputs.inputs, 7)) as [Vector, Vector];
    const expected =
      Array.from(mine).reduce((sum, x, i) => sum + x * Math.log(x / (theirs[i] as number)), 0) / 7;
    expect(learner.energyValue()).toBeCloseTo(expected, 12);
    const wrong = { probabilities: () => new Float64Array(3) };
    expect(() => moved(world, kl({ inputs, reference: wrong }))).toThrow(
      /expected 28 reference probabilities, got 3/,
    );
  });

  it("takes several sets of inputs in turn, one a call, and means over them", () => {
    const sets = [0, 1].map((i) => world.batch(`set ${i}`, 7));
    const [one, two] = sets.map((inputs) => kl({ inputs })) as [Energy, Energy];
    const both = kl({ inputs: sets });
    const learners = [both, one, two].map((energy) => moved(world, energy)) as [Learner, Learner, Learner];
    const [value, first, second] = learners.map((learner) => learner.energyValue()) as [
      number,
      number,
      number,
    ];
    expect(value).toBeCloseTo((first + second) / 2, 12);
    // `moved` has made four calls: the next takes the first set, the one after it the second.
    for (const learner of learners) learner.step(world.batch("next", 8), { eta: 0.1, gamma: 5 });
    expect(learners[0].parameters()).toEqual(learners[1].parameters());
    learners[0].step(world.batch("next", 8), { eta: 0.1, gamma: 5 });
    learners[1].step(world.batch("next", 8), { eta: 0.1, gamma: 5 });
    expect(learners[0].parameters()).not.toEqual(learners[1].parameters());
    expect(() => moved(world, kl({ inputs: [world.batch("a", 7), world.batch("b", 6)] }))).toThrow(
      /sets of inputs must be of one size: the first has 7, another 6/,
    );
  });

  it("goal entropy is the S that is measured, up to the goals that none follows", () => {
    const learner = moved(world, world.goals);
    const measured = goalDistribution(learner.probabilities(conflict.inputs, conflict.size), conflict, 4);
    expect(learner.energyValue()).toBeCloseTo(measured.entropy.value, 9);
  });

  it("work along one gradient is the proximal map where the energy is the L2 energy", () => {
    const form = { ...l2.form, work: () => curvedStep(l2.form.value(world.architecture.logits)) };
    const near = moved(world, { ...l2, form });
    const exact = moved(world, l2);
    for (const learner of [near, exact]) learner.step(world.batch("next", 8), { eta: 0.1, gamma: 0.5 });
    near.parameters().forEach((x, i) => {
      expect(x).toBeCloseTo(exact.parameters()[i] as number, 12);
    });
  });

  it("the Fisher diagonal of a model that is certain is refused where its mean is to be one", () => {
    const certain = new Learner(mlp([1, 2]), new Float64Array([0, 0, 1000, -1000]), {
      energy: l2,
    });
    const examples = { size: 2, inputs: new Float64Array([1, 2]) };
    const energy = elastic({ examples, stream: stream("labels"), scale: "mean-one" });
    expect(() => energy.anchor(certain)).toThrow(/the Fisher diagonal is 0: the model is certain/);
  });
});

describe("fisherDiagonal", () => {
  it.each(worlds.map((world) => [world.architecture.name, world] as const))(
    "agrees with the exact Fisher matrix on %s, within standard errors",
    (_, world) => {
      const learner = moved(world, l2);
      const examples = world.batch("examples", 40);
      const fisher = learner.curvature(examples).fisher();
      const draws = Array.from({ length: 20 }, (_, i) =>
        fisherDiagonal(learner, examples, stream("draws", i), 2),
      );
      const indices = Array.from({ length: 12 }, (_, k) => Math.floor((k * learner.parameterCount) / 12));
      for (const i of indices) {
        const basis = new Float64Array(learner.parameterCount);
        basis[i] = 1;
        const exact = fisher.apply(basis)[i] as number;
        const values = draws.map((diagonal) => diagonal[i] as number);
        const mean = values.reduce((a, b) => a + b, 0) / values.length;
        const sd = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1));
        // Twelve of these on three learners: four standard errors.
        expect(Math.abs(mean - exact)).toBeLessThan((4 * sd) / Math.sqrt(values.length) + 1e-12);
      }
    },
  );
});
