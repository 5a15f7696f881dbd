import { tree } from "@jax-js/jax";
import { type Compiled, compile, startEngine, Tensor, unrolled } from "../src/engine/index.js";
import { RandomStream } from "../src/numeric/index.js";
import type { Benchmark, Row } from "./contract.js";
import { interleave, timed } from "./interleave.js";
import { startPython } from "./peers/python.js";
import {
  gaussNewton,
  oneHot,
  perExampleGradients,
  randomNetwork,
  randomTensor,
  sgdStep,
} from "./programs/mlp.js";
import { forwardAndBackward, randomTransformer, shape } from "./programs/transformer.js";

const UNROLLED = 16;

export const engine: Benchmark = {
  name: "engine",
  summary: "natively executed programs (step, curvature, per-example gradients, transformer) against PyTorch",
  async rows({ quick }) {
    await startEngine();
    const peer = await startPython("engine.py");
    const rows: Row[] = [];
    const compare = async (
      name: string,
      work: string,
      threads: number,
      repeats: number,
      ours: () => number,
    ) => {
      rows.push(
        await interleave(
          {
            name: `${name}, ${threads} thread${threads > 1 ? "s" : ""}`,
            unit: "ms",
            figure: (seconds) => seconds * 1000,
            ours: () => ours() / repeats,
            peer: peer.missing.length
              ? { install: "python3 -m pip install torch" }
              : async () => (await peer.ask({ work, threads, repeats })).seconds as number,
          },
          quick,
        ),
      );
    };
    try {
      for (const threads of [1, 2]) {
        const options = { execution: "native", threads } as const;
        const stream = RandomStream.fromSeed(1);
        const sizes = [64, 128, 10];
        const small = randomNetwork(stream, sizes);
        const batch = (leading: number[]) => ({
          inputs: randomTensor(stream, [...leading, 64, 64]),
          labels: oneHot(stream, [...leading, 64], 10),
        });

        for (const steps of [1, UNROLLED]) {
          const data = batch(steps === 1 ? [] : [steps]);
          const step = compile(steps === 1 ? sgdStep : unrolled(sgdStep, steps), [small, data], options);
          let network = small;
          await compare(`SGD step, MLP 64-128-10, batch 64, ${steps} a call`, "step", threads, 480, () =>
            timed(() => {
              for (let i = 0; i < 480; i += steps) {
                const [next, loss] = step(network, data);
                if (network !== small) free(network);
                free(loss);
                network = next;
              }
            }),
          );
          step.dispose();
        }

        const large = randomNetwork(stream, [784, 256, 10]);
        const images = randomTensor(stream, [512, 784]);
        const product = compile(gaussNewton, [large, images, large], options);
        await compare("Gauss-Newton product, MLP 784-256-10, batch 512", "product", threads, 10, () =>
          repeated(product, [large, images, large], 10),
        );

        const { inputs, labels } = batch([]);
        const gradients = compile(perExampleGradients, [small, inputs, labels], options);
        await compare("per-example gradients, MLP 64-128-10, batch 64", "per-example", threads, 50, () =>
          repeated(gradients, [small, inputs, labels], 50),
        );

        const model = randomTransformer(stream);
        const [tokens, next] = [0, 1].map(() => {
          const ids = Int32Array.from({ length: 16 * shape.tokens }, () => stream.integer(shape.vocabulary));
          return new Tensor(ids, [16, shape.tokens]);
        });
        const backward = compile(forwardAndBackward, [model, tokens, next], options);
        await compare("forward and backward, transformer of 1e6, 16 x 128", "transformer", threads, 1, () =>
          repeated(backward, [model, tokens, next], 1),
        );
        for (const program of [product, gradients, backward]) program.dispose();
      }
      return rows;
    } finally {
      peer.close();
    }
  },
};

function free(result: unknown): void {
  for (const tensor of tree.leaves(result as Tensor)) tensor.free();
}

/** Seconds of `count` runs, their results freed. */
function repeated(program: Compiled<never[], unknown>, args: unknown[], count: number): number {
  return timed(() => {
    for (let i = 0; i < count; i++) free(program(...(args as never[])));
  });
}
