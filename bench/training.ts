import { normal, RandomStream } from "../src/numeric/index.js";
import {
  CueConflictTask,
  goalDistribution,
  heInitialisation,
  MlpLearner,
  startExecution,
} from "../src/training/index.js";
import type { Benchmark } from "./contract.js";
import { interleave, timed } from "./interleave.js";
import { startPython } from "./peers/python.js";

const sizes = [64, 128, 10];

export const training: Benchmark = {
  name: "training",
  summary: "one step, one Fisher product and one measurement of S of the default learner against PyTorch",
  async rows({ quick }) {
    await startExecution();
    const peer = await startPython("training.py");
    const root = RandomStream.fromSeed(1);
    const task = new CueConflictTask(root.split("task"));
    const learner = new MlpLearner(sizes, new Float32Array(heInitialisation(sizes, root.split("initial"))));
    const batches = Array.from({ length: 32 }, (_, i) => task.batch(root.split(i), 64, [1, 0, 0, 0]));
    const { inputs } = task.batch(root.split("fisher"), 512, [1, 0, 0, 0]);
    const fisher = learner.fisher(inputs, 512);
    const vector = Float64Array.from({ length: fisher.size }, normal(root.split("vector")));
    const conflict = task.conflict(root.split("conflict"), 2000);

    const compare = (name: string, work: string, repeats: number, run: (i: number) => void) =>
      interleave(
        {
          name,
          unit: "ms",
          figure: (seconds) => seconds * 1000,
          ours: () =>
            timed(() => {
              for (let i = 0; i < repeats; i++) run(i);
            }) / repeats,
          peer: peer.missing.length
            ? { install: "python3 -m pip install torch" }
            : async () => (await peer.ask({ work, repeats })).seconds as number,
        },
        quick,
      );
    try {
      return [
        await compare("SGD step, MLP 64-128-10, batch 64", "step", 500, (i) =>
          learner.step(batches[i % batches.length]!, { eta: 0.01, gamma: 0 }),
        ),
        await compare("Gauss-Newton product, same MLP, 512 inputs", "product", 30, () =>
          fisher.apply(vector),
        ),
        await compare(
          "forward pass of 2,000 conflict inputs (ours with p(g), S and intervals)",
          "probabilities",
          20,
          () =>
            goalDistribution(learner.probabilities(conflict.inputs, conflict.size), conflict, task.classes),
        ),
      ];
    } finally {
      learner.dispose();
      peer.close();
    }
  },
};
