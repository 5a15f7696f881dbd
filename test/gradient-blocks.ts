/** Blocks of columns of made-up gradients, and the Gram matrix that streaming over them gives. */
import {
  addBlock,
  type Block,
  emptyGram,
  exactProducts,
  type RowProducts,
  type StreamedGram,
} from "../src/fisher/index.js";
import { normal, RandomStream } from "../src/numeric/index.js";

/** @throws Error where a block holds a number that is not finite. */
export function gramOf(
  blocks: readonly Block[],
  rows: number,
  product: RowProducts = exactProducts,
): StreamedGram {
  let gram = emptyGram(rows);
  for (const block of blocks) {
    const outcome = addBlock(gram, block, block.length / rows, product);
    if ("value" in outcome) throw new Error(`fault at ${outcome.row}, ${outcome.column}: ${outcome.value}`);
    gram = outcome;
  }
  return gram;
}

/** Entries from N(0, scale^2). */
export function randomBlock(rows: number, width: number, seed: number, scale = 1): Float32Array<ArrayBuffer> {
  const draw = normal(RandomStream.fromSeed(seed));
  return Float32Array.from({ length: rows * width }, () => scale * draw());
}
