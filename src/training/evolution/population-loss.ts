import { type numpy as np, tree, vmap } from "@jax-js/jax";
import { Tensor } from "../../engine/index.js";
import type { Architecture } from "../architectures/architecture.js";
import type { Batch } from "../learner.js";
import { type BatchArrays, crossEntropy } from "../objective.js";
import type { Traced } from "../parameters.js";
import { type ProgramOptions, program, shared } from "../programs.js";

const membersLosses = (logits: Architecture["logits"]) =>
  function membersLossesOf(members: Traced, batch: BatchArrays): np.Array {
    return vmap(crossEntropy(logits) as never, [0, null])(...([members, batch] as never)) as np.Array;
  };

type Losses = ReturnType<typeof program<[Traced, BatchArrays], np.Array>>;

const byLogits = shared<Architecture["logits"], Losses>();

/**
 * The losses of a whole population on one batch, in one call of the engine: the mean cross-entropy of each member. For
 * 128 members of a thousand parameters and 128 inputs that takes a quarter of the time of one call a member.
 *
 * @param population [size, parameters], row-major.
 * @returns [size]; what is not finite is returned as it is.
 */
export function populationLosses(
  { layout, input, logits, predictions, classes }: Architecture,
  population: Float32Array<ArrayBuffer>,
  batch: Batch,
  options: ProgramOptions = {},
): Float32Array<ArrayBuffer> {
  const size = population.length / layout.size;
  if (!Number.isInteger(size) || size < 1)
    throw new RangeError(`expected members of ${layout.size} parameters, got ${population.length} numbers`);
  const stacked = layout.tensors.map(({ shape, offset, length }) => {
    const values = new Float32Array(size * length);
    for (let member = 0; member < size; member++) {
      const start = member * layout.size + offset;
      values.set(population.subarray(start, start + length), member * length);
    }
    return new Tensor(values, [size, ...shape]);
  });
  const inputs = new Tensor(
    input.dtype === "int32" ? Int32Array.from(batch.inputs) : Float32Array.from(batch.inputs),
    [batch.size, ...input.shape],
  );
  const labels = new Tensor(Float32Array.from(batch.labels), [batch.size * predictions, classes]);
  const key = JSON.stringify([options.execution, options.threads]);
  const lossesOf = byLogits(logits, key, () => program(membersLosses(logits), options));
  const members = tree.unflatten(layout.definition, stacked as never) as Traced;
  const losses = lossesOf(members, { inputs, labels });
  const values = Float32Array.from(losses.data);
  losses.free();
  return values;
}
