import { categorical, type RandomStream } from "../../numeric/index.js";
import type { Examples } from "../batch.js";
import type { ReferenceModel } from "./energy.js";

/** Examples whose gradients are held at a time. */
const AT_A_TIME = 32;

/**
 * The diagonal of the true Fisher matrix of the mean cross-entropy over all predictions, by Monte Carlo: labels are drawn
 * from the model, and squared gradients averaged. Unbiased and never negative. A text's predictions get independent labels,
 * whose scores have mean zero, so that T times the square of the text's mean gradient has the mean of the T squares.
 *
 * @param draws labels drawn for each example: the variance falls with it, the cost grows with it.
 * @returns [parameterCount], flat as the model's parameters.
 */
export function fisherDiagonal(
  model: ReferenceModel,
  { inputs, size }: Examples,
  stream: RandomStream,
  draws = 1,
): Float64Array<ArrayBuffer> {
  if (!(Number.isInteger(draws) && draws >= 1))
    throw new RangeError(`draws must be a whole number >= 1, got ${draws}`);
  const { classes, predictions, layout } = model.architecture;
  const probabilities = model.probabilities(inputs, size);
  const width = inputs.length / size;
  const diagonal = new Float64Array(layout.size);
  for (let from = 0; from < size; from += AT_A_TIME) {
    const to = Math.min(size, from + AT_A_TIME);
    const rows = probabilities.subarray(from * predictions * classes, to * predictions * classes);
    for (let draw = 0; draw < draws; draw++) {
      const labels = drawn(rows, classes, stream);
      const part = inputs.slice(from * width, to * width) as typeof inputs;
      const gradients = model.exampleGradients({ inputs: part, size: to - from, labels });
      const weight = predictions / (size * draws);
      for (let i = 0; i < gradients.length; i++)
        diagonal[i % layout.size]! += weight * (gradients[i] as number) ** 2;
    }
  }
  return diagonal;
}

/** One label for each row of probabilities, one-hot. */
function drawn(
  probabilities: ArrayLike<number>,
  classes: number,
  stream: RandomStream,
): Float64Array<ArrayBuffer> {
  const labels = new Float64Array(probabilities.length);
  for (let start = 0; start < labels.length; start += classes) {
    const row = Float64Array.from({ length: classes }, (_, c) => probabilities[start + c] as number);
    labels[start + categorical(stream, row)()] = 1;
  }
  return labels;
}
