import { startEngine } from "../src/engine/index.js";
import { normal, RandomStream } from "../src/numeric/index.js";
import { CueConflictTask, goalDistribution, Learner, mlp, populationLosses } from "../src/training/index.js";
import type { Benchmark } from "./contract.js";
import { startPython } from "./peers/python.js";
import { repeatedAgainst } from "./repeated.js";

const network = mlp([64, 128, 10]);
const small = mlp([64, 16, 10]);

export const training: Benchmark = {
  name: "training",
  summary:
    "one step, one Fisher product and one measurement of S of the default learner, and the losses of a population, " +
    "against PyTorch",
  async rows({ quick }) {
    await startEngine();
    const peer = await startPython("training.py");
    const root = RandomStream.fromSeed(1);
    const task = new CueConflictTask(root.split("task"));
    const learner = new Learner(network, new Float32Array(network.initialise(root.split("initial"))));
    const batches = Array.from({ length: 25 }, (_, i) => task.batch(root.split(i), 64, [1, 0, 0, 0]));
    const { inputs } = task.batch(root.split("fisher"), 512, [1, 0, 0, 0]);
    const vector = Float64Array.from({ length: learner.parameterCount }, normal(root.split("vector")));
    const conflict = task.conflict(root.split("conflict"), 2000);

    const members = Float32Array.from(
      { length: 64 * small.layout.size },
      normal(root.split("members"), 0, 0.1),
    );

    const rates = { eta: 0.01, gamma: 0 };
    const compare = repeatedAgainst(peer, quick);
    try {
      return [
        await compare("SGD step, MLP 64-128-10, batch 64, 1 a call", "step", 500, (i) =>
          learner.step(batches[i % batches.length]!, rates),
        ),
        await compare("SGD step, the same, 25 a call", "step", 500, (i) => {
          if (i % 25 === 0) learner.train(batches, rates);
        }),
        await compare("Gauss-Newton product, same MLP, 512 inputs", "product", 30, () =>
          learner.curvature({ inputs, size: 512 }).fisher().apply(vector),
        ),
        await compare(
          "forward pass of 2,000 conflict inputs (ours with p(g), S and intervals)",
          "probabilities",
          20,
          () =>
            goalDistribution(learner.probabilities(conflict.inputs, conflict.size), conflict, task.classes),
        ),
        await compare("losses of 64 networks 64-16-10 on one batch of 64", "population", 100, (i) =>
          populationLosses(small, members, batches[i % batches.length]!),
        ),
      ];
    } finally {
      peer.close();
    }
  },
};
