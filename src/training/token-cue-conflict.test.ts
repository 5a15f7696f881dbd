import { beforeAll, describe, expect, it } from "vitest";
import { startEngine } from "../engine/index.js";
import { RandomStream } from "../numeric/index.js";
import { sequenceClassifier } from "./architectures/sequence-classifier.js";
import { transformer } from "./architectures/transformer.js";
import { goalDistribution } from "./goal-distribution.js";
import { Learner } from "./learner.js";
import { TokenCueConflictTask } from "./token-cue-conflict.js";

beforeAll(startEngine);

const stream = RandomStream.fromSeed(1);
const task = new TokenCueConflictTask({ cues: 3, classes: 5 });

describe("TokenCueConflictTask", () => {
  it("writes each cue's class as a token of its own, then the query", () => {
    const { inputs, cueClasses, size } = task.conflict(stream.split("conflict"), 50);
    expect([task.vocabulary, task.tokens, inputs.length]).toEqual([21, 4, 200]);
    for (let i = 0; i < size; i++) {
      const row = Array.from(inputs.subarray(4 * i, 4 * i + 4));
      const classes = Array.from(cueClasses.subarray(3 * i, 3 * i + 3));
      expect(row).toEqual([...classes.map((c, k) => 5 * (k + 1) + c), 20]);
      expect(new Set(classes).size).toBe(3);
    }
  });

  it("names the label by a cue that always agrees", () => {
    const { inputs, labels } = task.batch(stream.split("batch"), 40, [0, 1, 0]);
    for (let i = 0; i < 40; i++)
      expect(inputs[4 * i + 1] as number).toBe(10 + labels.subarray(5 * i, 5 * i + 5).indexOf(1));
  });
});

describe("sequenceClassifier", () => {
  const sizes = { vocabulary: task.vocabulary, tokens: task.tokens, width: 8, heads: 2, blocks: 1 };
  const classifier = sequenceClassifier(task.classes, sizes);

  it("answers with the last place of the whole model, over the answers alone", () => {
    const whole = transformer(sizes);
    const start = whole.initialise(stream.split("start"));
    const { inputs, size } = task.conflict(stream.split("inputs"), 3);
    const places = new Learner(whole, start).probabilities(inputs, size);
    const answers = new Learner(classifier, start).probabilities(inputs, size);
    for (let i = 0; i < size; i++) {
      const last = Array.from(places.subarray((4 * i + 3) * 21, (4 * i + 3) * 21 + 5));
      const total = last.reduce((a, b) => a + b, 0);
      last.forEach((p, c) => {
        expect(answers[5 * i + c]).toBeCloseTo(p / total, 6);
      });
    }
  });

  it("learns to follow the cue that is rewarded", () => {
    const learner = new Learner(classifier, new Float32Array(classifier.initialise(stream.split("train"))));
    const conflict = task.conflict(stream.split("seen"), 200);
    const fidelity = () =>
      goalDistribution(learner.probabilities(conflict.inputs, conflict.size), conflict, task.classes).fidelity
        .value;
    expect(fidelity()).toBeLessThan(0.3);
    for (let step = 0; step < 400; step++)
      learner.step(task.batch(stream.split("step", step), 32, [1, 0, 0]), { eta: 0.1, gamma: 0 });
    expect(fidelity()).toBeGreaterThan(0.9);
  });

  it("refuses more answers than tokens", () => {
    expect(() => sequenceClassifier(22, sizes)).toThrow(/from 1 to the vocabulary's 21, got 22/);
  });
});
